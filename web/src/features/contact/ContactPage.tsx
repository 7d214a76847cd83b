import { DeleteOutlined, EditOutlined, EyeOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Typography } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { KeepingTag } from '@/ui/contacts/KeepingTag';
import type { ContactRecord } from '@/ui/contacts/types';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { word } from '@/ui/words';
import { EraseDialog } from './Dialogs';
import { Ties } from './Ties';
import RevealDialog, { type Revealed } from './RevealDialog';
import '@/ui/contacts/contacts.css';

const ContactForm = lazy(() => import('@/ui/contacts/ContactForm'));
/** What was revealed is covered again after this. */
const SHOWN_MS = 120_000;

/** One person: how to reach them, by what right they are kept, who saw what is masked. */
export default function ContactPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const contact = useQuery({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) => api.get<ContactRecord>(`/api/v1/contacts/${id}`, undefined, signal),
  });
  if (contact.data) return <Record key={id} contact={contact.data} />;
  return (
    <Page title={t.contact.one} crumbs={[{ label: t.contact.title, to: paths.contacts }]}>
      <Shown of={contact} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

type Fact = [string, React.ReactNode, boolean?];

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '' && value !== null && value !== undefined)
        .map(([label, value, wide]) => (
          <div key={label} className={wide ? 'wide' : ''}>
            <dt>{label}</dt>
            <dd style={wide ? { whiteSpace: 'pre-wrap' } : undefined}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Record({ contact }: { contact: ContactRecord }) {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<'edit' | 'reveal' | 'erase' | null>(null);
  const [seen, setSeen] = useState<Revealed | null>(null);
  useEffect(() => {
    if (!seen) return undefined;
    const timer = setTimeout(() => setSeen(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [seen]);
  const stop = () => setDoing(null);
  const { actions } = contact;
  const clear = (text: string) => (
    <Typography.Text key={text} className="num" copyable={{ text, tooltips: [t.contact.copy, t.contact.copied] }}>
      {text}
    </Typography.Text>
  );
  const value = (masked: string, plain: string | null | undefined) => (plain ? clear(plain) : masked && <span className="num">{masked}</span>);
  const phones = seen && seen.phones.length > 0 ? seen.phones.map(clear) : contact.phones.map((phone) => <span key={phone} className="num">{phone}</span>);
  const reach: Fact[] = [
    [t.contact.organisation, <AppLink key="o" to={paths.investor(contact.organisation.id)}>{contact.organisation.name}</AppLink>],
    [t.contact.position, contact.title],
    [t.contact.phones, phones.length > 0 && <span key="p" className="lines">{phones}</span>],
    [t.contact.email, value(contact.email, seen?.email)],
    [t.contact.wechat, value(contact.wechat, seen?.wechat)],
    [t.contact.language, word(t, 'contactLanguage', contact.language)],
    [t.contact.unit, contact.unit.name],
    [t.contact.keeper, contact.keeper?.name],
    [t.contact.note, contact.note, true],
  ].map(([label, shown, wide]) => [label, shown === false ? '' : shown, wide] as Fact);
  const law: Fact[] = [
    [t.contact.basis, word(t, 'contactBasis', contact.basis)],
    [t.contact.source, contact.source],
    [t.contact.noticeOn, contact.notice_on ? <span key="n" className="num">{contact.notice_on}</span> : <span key="n" className="tag warn">{t.contact.notNoticed}</span>],
    [
      t.contact.until,
      <span key="u" className="tags">
        <span className="num">{contact.retention_until}</span>
        <KeepingTag keeping={contact.keeping} />
      </span>,
    ],
    [t.contact.entered, [contact.entered_by?.name, instant(contact.entered_at)].filter(Boolean).join(' · ')],
  ];
  return (
    <Page
      title={contact.name}
      crumbs={[{ label: t.contact.title, to: paths.contacts }]}
      sub={[contact.title, contact.organisation.name].filter(Boolean).join(' · ')}
      actions={
        <>
          {(contact.phones.length > 0 || contact.email || contact.wechat) && (
            <ActionButton type="primary" icon={<EyeOutlined aria-hidden />} action={actions['reveal']} onClick={() => setDoing('reveal')}>
              {t.contact.reveal}
            </ActionButton>
          )}
          {can('contact.write') && (
            <>
              <ActionButton icon={<EditOutlined aria-hidden />} action={actions['edit']} onClick={() => setDoing('edit')}>
                {t.common.edit}
              </ActionButton>
              <ActionButton icon={<DeleteOutlined aria-hidden />} action={actions['erase']} onClick={() => setDoing('erase')}>
                {t.contact.erase}
              </ActionButton>
            </>
          )}
        </>
      }
    >
      <div className="grid">
        <section className="panel span-7" aria-label={t.contact.reach}>
          <h2>{t.contact.reach}</h2>
          <Facts facts={reach} />
          {seen && (
            <p className="soft" role="status">
              {t.contact.shownNow}
            </p>
          )}
        </section>
        <section className="panel span-5" aria-label={t.contact.law}>
          <h2>{t.contact.law}</h2>
          <Facts facts={law} />
        </section>
        <section className="panel span-7" aria-label={t.network.ties}>
          <Ties contact={contact} />
        </section>
        <section className="panel span-5" aria-label={t.contact.reveals}>
          <h2>{t.contact.reveals}</h2>
          {contact.reveals.length === 0 ? (
            <p className="soft">{t.contact.noReveals}</p>
          ) : (
            <ul className="rows">
              {contact.reveals.map((one) => (
                <li key={one.at}>
                  <span className="num soft nowrap">{instant(one.at)}</span>
                  <div className="grow">
                    {one.by} {t.contact.saw(one.fields.map((field) => word(t, 'contactChannel', field)).join(t.common.comma))}
                  </div>
                  <span>{[word(t, 'contactPurpose', one.purpose), one.text].filter(Boolean).join('：')}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      {doing === 'reveal' && <RevealDialog contact={contact} close={stop} done={setSeen} />}
      {doing === 'erase' && <EraseDialog contact={contact} close={stop} done={() => void navigate({ to: paths.contacts, replace: true })} />}
      {doing === 'edit' && (
        <Suspense>
          <ContactForm
            contact={contact}
            close={stop}
            done={() => {
              setSeen(null);
              stop();
            }}
          />
        </Suspense>
      )}
    </Page>
  );
}
