import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { OrganisationRef, PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Shown } from '../States';
import { KeepingTag } from './KeepingTag';
import type { ContactRow } from './types';
import './contacts.css';

const ContactForm = lazy(() => import('./ContactForm'));

/** The persons at an organisation that the reader's units keep. */
export function ContactSection({ organisation, span }: { organisation: OrganisationRef; span: string }) {
  const t = useT();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const contacts = useQuery({
    queryKey: ['contacts', 'of', organisation.id],
    queryFn: ({ signal }) => api.get<PageOf<ContactRow>>('/api/v1/contacts', { organisation: organisation.id, limit: 50 }, signal),
  });
  return (
    <section className={`panel ${span}`} aria-label={t.contact.title}>
      <div className="panel-head">
        <h2>{t.contact.title}</h2>
        {can('contact.write') && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {t.contact.add}
          </Button>
        )}
      </div>
      <Shown of={contacts} rows={2}>
        {({ items, total }) =>
          items.length === 0 ? (
            <p className="soft">{t.contact.noneHere}</p>
          ) : (
            <>
              <ul className="rows">
                {items.map((one) => (
                  <li key={one.id}>
                    <div className="grow">
                      <AppLink to={paths.contact(one.id)}>{one.name}</AppLink> {one.title}
                      <div className="soft num">
                        {[...one.phones, one.email].filter(Boolean).join(' · ') || t.contact.noChannel}
                      </div>
                    </div>
                    <KeepingTag keeping={one.keeping} />
                    <span className="soft nowrap">{one.unit.short_name || one.unit.name}</span>
                  </li>
                ))}
              </ul>
              {(total ?? 0) > items.length && (
                <AppLink to={paths.contacts} search={{ organisation: organisation.id }}>
                  {t.contact.all}
                </AppLink>
              )}
            </>
          )
        }
      </Shown>
      {adding && (
        <Suspense>
          <ContactForm organisation={organisation} close={() => setAdding(false)} done={() => setAdding(false)} />
        </Suspense>
      )}
    </section>
  );
}
