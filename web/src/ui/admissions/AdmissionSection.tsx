import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '@/api/http';
import type { PageOf, ProjectRef } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { PlainTable } from '../PlainTable';
import { Empty, Shown } from '../States';
import { StateTag, word } from '../words';
import type { AdmissionRow, Sheet, SheetCheck } from './types';

const RequestDialog = lazy(() => import('./SectionDialogs').then((all) => ({ default: all.RequestDialog })));
const CheckDialog = lazy(() => import('./SectionDialogs').then((all) => ({ default: all.CheckDialog })));
const SecondDialog = lazy(() => import('./SectionDialogs').then((all) => ({ default: all.SecondDialog })));
const SignDialog = lazy(() => import('./SectionDialogs').then((all) => ({ default: all.SignDialog })));

/** The reviews of a project, and its due-diligence sheet. */
export function AdmissionSection({ project, writes }: { project: ProjectRef; writes: boolean }) {
  const t = useT();
  const [requesting, setRequesting] = useState(false);
  const reviews = useQuery({
    queryKey: ['admissions', 'of', project.id],
    queryFn: ({ signal }) => api.get<PageOf<AdmissionRow>>('/api/v1/admissions', { project: project.id }, signal),
  });
  return (
    <section className="panel" aria-label={t.admission.ofProject}>
      <div className="panel-head">
        <h2>{t.admission.ofProject}</h2>
        {writes && (
          <Button size="small" onClick={() => setRequesting(true)}>
            {t.admission.request}
          </Button>
        )}
      </div>
      <Shown of={reviews} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.admission.none} hint="" />
          ) : (
            <ul className="rows">
              {items.map((one) => (
                <li key={one.id}>
                  <div className="grow">
                    <AppLink to={paths.admission(one.id)}>{one.code}</AppLink> {one.rule}
                    <div className="soft">
                      {t.admission.requestedOn} <span className="num nowrap">{one.requested_on}</span>
                      {one.asked_count > 0 && (
                        <>
                          {' '}
                          · {t.admission.answered} <span className="num">{`${one.answered_count}/${one.asked_count}`}</span>
                        </>
                      )}
                    </div>
                  </div>
                  <StateTag dimension="admissionState" code={one.state} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <DueDiligence project={project.id} writes={writes} />
      {requesting && (
        <Suspense>
          <RequestDialog project={project} close={() => setRequesting(false)} />
        </Suspense>
      )}
    </section>
  );
}

function DueDiligence({ project, writes }: { project: string; writes: boolean }) {
  const t = useT();
  const [filling, setFilling] = useState<SheetCheck | null>(null);
  const [second, setSecond] = useState(false);
  const [signing, setSigning] = useState<SheetCheck | null>(null);
  const sheet = useQuery({
    queryKey: ['projects', project, 'due-diligence'],
    queryFn: ({ signal }) => api.get<Sheet>(`/api/v1/projects/${project}/due-diligence`, undefined, signal),
  });
  return (
    <>
      <h3 style={{ margin: '18px 0 8px', fontSize: 14 }}>
        {t.admission.sheet}{' '}
        {sheet.data && (sheet.data.complete ? <span className="tag good">{t.admission.sheetComplete}</span> : <span className="tag warn">{t.admission.sheetOpen}</span>)}
      </h3>
      <Shown of={sheet} rows={4}>
        {({ checks, speed }) => (
          <>
          {(speed.alarm || speed.signed_on) && (
            <div className="needs">
              <ul>
                <li>
                  <span className={speed.signed_on ? 'tag good' : 'tag bad'}>{speed.signed_on ? t.admission.signed : t.admission.toSign}</span>
                  <span className="grow">{speed.signed_on ? `${t.admission.signedBy(speed.signed_by?.name ?? '', speed.signed_on)}${t.common.colon}${speed.text}` : t.admission.fast}</span>
                  {speed.sign.ok && (
                    <button type="button" className="link" onClick={() => setSecond(true)}>
                      {t.admission.second}
                    </button>
                  )}
                </li>
              </ul>
            </div>
          )}
          <PlainTable
            label={t.admission.sheet}
            rows={checks}
            rowKey={(row) => row.item}
            columns={[
              { title: t.admission.item, head: true, cell: (row) => word(t, 'check', row.item) },
              {
                title: t.admission.finding,
                cell: (row) => (
                  <span className="tags">
                    <StateTag dimension="finding" code={row.finding} />
                    {row.finding === 'risk' && (row.signed_on ? <span className="tag good">{t.admission.signed}</span> : <span className="tag warn">{t.admission.toSign}</span>)}
                  </span>
                ),
              },
              {
                title: t.admission.found,
                cell: (row) =>
                  row.text === '' ? (
                    ''
                  ) : (
                    <>
                      {row.text}
                      <div className="soft">{[row.answered_by?.name, row.answered_on].filter(Boolean).join(' · ')}</div>
                      {row.signed_on && (
                        <div className="soft">
                          {t.admission.signedBy(row.signed_by?.name ?? '', row.signed_on)}
                          {t.common.colon}
                          {row.signed_text}
                        </div>
                      )}
                    </>
                  ),
              },
              {
                title: t.common.actions,
                cell: (row) => (
                  <span className="tags">
                    {writes && (
                      <button type="button" className="link" onClick={() => setFilling(row)} aria-label={`${t.admission.fill} ${word(t, 'check', row.item)}`}>
                        {t.admission.fill}
                      </button>
                    )}
                    {row.sign.ok && (
                      <button type="button" className="link" onClick={() => setSigning(row)} aria-label={`${t.admission.sign} ${word(t, 'check', row.item)}`}>
                        {t.admission.sign}
                      </button>
                    )}
                  </span>
                ),
              },
            ]}
          />
          </>
        )}
      </Shown>
      <Suspense>
        {second && <SecondDialog project={project} close={() => setSecond(false)} />}
        {filling && <CheckDialog project={project} check={filling} close={() => setFilling(null)} />}
        {signing && <SignDialog project={project} check={signing} close={() => setSigning(null)} />}
      </Suspense>
    </>
  );
}
