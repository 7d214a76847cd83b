import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { readUscc } from '@/lib/uscc';
import { AppLink } from '@/ui/AppLink';
import type { ClaimRef } from '@/ui/claims/types';
import { Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { word } from '@/ui/words';
import type { Checked, Occupied } from './types';

const ReportDrawer = lazy(() => import('./ReportDrawer'));
const AskDrawer = lazy(() => import('./AskDrawer'));

/** 先查后报: is this investor occupied? What was asked is the URL. */
export function Check() {
  const t = useT();
  const can = useCan();
  const navigate = useNavigate();
  const [search, change] = useSearchState();
  const [asking, setAsking] = useState<{ claim: ClaimRef; way: string } | null>(null);
  const [form] = Form.useForm<{ name?: string; uscc?: string }>();
  const name = search['name'] ?? '';
  const uscc = search['uscc'] ?? '';
  const asked = name !== '' || uscc !== '';
  const found = useQuery({
    queryKey: ['claims', 'check', name, uscc],
    queryFn: ({ signal }) => api.get<Checked>('/api/v1/claims/check', { name, uscc }, signal),
    enabled: asked,
    retry: false,
  });
  // "Back" shows the question that the URL asks.
  useEffect(() => form.setFieldsValue({ name, uscc }), [form, name, uscc]);
  const writes = can('claim.write');
  return (
    <section className="panel" aria-label={t.claim.check}>
      <h2>{t.claim.check}</h2>
      <Form
        form={form}
        initialValues={{ name, uscc }}
        onFinish={(values) => change({ name: values.name?.trim(), uscc: values.uscc?.trim().toUpperCase(), report: undefined, cursor: undefined })}
        layout="vertical"
      >
        <div className="line">
          <Form.Item
            name="name"
            label={t.claim.investor}
            className="double"
            dependencies={['uscc']}
            rules={[{ validator: (_, text?: string) => ((text?.trim() ?? '').length > 1 || form.getFieldValue('uscc') ? Promise.resolve() : Promise.reject(new Error(t.claim.nameShort))) }]}
          >
            <Input allowClear maxLength={200} placeholder={t.claim.nameHint} />
          </Form.Item>
          <Form.Item
            name="uscc"
            label={t.claim.uscc}
            rules={[{ validator: (_, text?: string) => (['empty', 'ok', 'inner'].includes(readUscc(text ?? '').state) ? Promise.resolve() : Promise.reject(new Error(t.claim.usccWrong))) }]}
          >
            <Input allowClear maxLength={30} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={found.isFetching} style={{ marginTop: 30 }}>
            {t.claim.doCheck}
          </Button>
        </div>
      </Form>
      {asked && (
        <div aria-live="polite">
          <Shown of={found} rows={2}>
            {({ occupied }) =>
              occupied.length === 0 ? (
                <div className="meter-row" style={{ marginTop: 0 }}>
                  <span className="tag good">{t.claim.free}</span>
                  <span>{t.claim.freeHint(name || uscc)}</span>
                  {writes && (
                    <Button type="primary" onClick={() => change({ report: '1' })}>
                      {t.claim.report}
                    </Button>
                  )}
                </div>
              ) : (
                <>
                  <ul className="rows">
                    {occupied.map((one) => (
                      <Held key={one.claim.id} held={one} ask={writes ? (way) => setAsking({ claim: one.claim, way }) : undefined} />
                    ))}
                  </ul>
                  {writes && occupied.every((one) => !['uscc', 'same_name'].includes(one.why)) && (
                    <p className="soft" style={{ margin: '8px 0 0' }}>
                      {t.claim.another}{' '}
                      <button type="button" className="link" onClick={() => change({ report: '1' })}>
                        {t.claim.reportAnyway}
                      </button>
                    </p>
                  )}
                </>
              )
            }
          </Shown>
        </div>
      )}
      <Suspense>
        {search['report'] !== undefined && writes && <ReportDrawer name={name} uscc={uscc} close={() => change({ report: undefined }, { replace: true })} />}
        {asking && (
          <AskDrawer
            {...asking}
            name={name}
            close={() => setAsking(null)}
            done={() => {
              setAsking(null);
              void navigate({ to: paths.claims, search: { tab: asking.way === 'contest' ? 'cases' : 'asks' } as never });
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

function Held({ held, ask }: { held: Occupied; ask: ((way: string) => void) | undefined }) {
  const t = useT();
  const { claim } = held;
  return (
    <li style={{ flexWrap: 'wrap' }}>
      <span className="tag bad">{t.claim.occupied}</span>
      <div className="grow" style={{ minWidth: 220 }}>
        <strong>{claim.unit.name}</strong> · {t.claim.until} <span className="num nowrap">{claim.expires_on}</span>
        <div className="soft">
          <span className="num">{claim.code}</span> · {held.why_text}
        </div>
      </div>
      {held.own ? (
        <AppLink to={paths.claim(claim.id)}>{t.claim.ownOne}</AppLink>
      ) : (
        ask && (
          <span className="tags">
            {Object.keys(t.words.claimWay).map((way) => (
              <Button key={way} size="small" onClick={() => ask(way)}>
                {word(t, 'claimWay', way)}
              </Button>
            ))}
          </span>
        )
      )}
    </li>
  );
}
