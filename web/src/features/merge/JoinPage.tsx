import { SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT, type Dict } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { OrganisationPick, useCountryName } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';
import { Moves } from './Moves';
import './merge.css';
import type { Compared, MergeRecord, Preview } from './types';

/** Two records of one organisation side by side: which values stay, what moves, and the merge itself. */
export default function JoinPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const [search, change] = useSearchState();
  const other = search['with'] ?? '';
  const navigate = useNavigate();
  const one = useQuery({
    queryKey: ['investors', id],
    queryFn: ({ signal }) => api.get<Compared>(`/api/v1/organisations/${id}`, undefined, signal),
  });
  const preview = useQuery({
    queryKey: ['merges', 'preview', id, other],
    queryFn: ({ signal }) => api.get<Preview>('/api/v1/merges/preview', { into_id: id, from_id: other }, signal),
    enabled: other !== '',
    retry: false,
  });
  const swap = () => void navigate({ to: paths.join(other), search: { with: id }, replace: true });
  return (
    <Page
      title={t.merge.join}
      sub={t.merge.joinSub}
      crumbs={[
        { label: t.investor.title, to: paths.investors },
        { label: one.data?.name ?? t.investor.one, to: paths.investor(id) },
      ]}
    >
      <section className="panel" aria-label={t.merge.which}>
        <h2>{t.merge.which}</h2>
        <div className="merge-who">
          <div>
            <div className="soft">{t.merge.stays}</div>
            <strong>{one.data?.name ?? '…'}</strong>
          </div>
          <Button icon={<SwapOutlined aria-hidden />} onClick={swap} disabled={other === ''} aria-label={t.merge.swap} title={t.merge.swap} />
          <div>
            <div className="soft">{t.merge.goes}</div>
            <OrganisationPick
              aria-label={t.merge.goes}
              placeholder={t.merge.pick}
              value={preview.data ? { value: preview.data.from.id, label: preview.data.from.name } : null}
              onChange={(choice) => change({ with: choice?.value }, { replace: true })}
            />
          </div>
        </div>
      </section>
      {other === '' ? (
        one.data && <Likely of={one.data} choose={(found) => change({ with: found }, { replace: true })} />
      ) : (
        <Shown of={preview} rows={10}>
          {(data) => <Compare key={`${data.into.id}${data.from.id}${data.into.version}.${data.from.version}`} preview={data} again={() => void preview.refetch()} />}
        </Shown>
      )}
    </Page>
  );
}

interface Check {
  similar: { id: string; name: string; why_text: string }[];
}

/** Records that may be the same one, to begin with. */
function Likely({ of, choose }: { of: Compared; choose: (id: string) => void }) {
  const t = useT();
  const found = useQuery({
    queryKey: ['investors', 'check', { name: of.name, uscc: of.uscc ?? '' }],
    queryFn: ({ signal }) => api.get<Check>('/api/v1/organisations/check', { name: of.name, uscc: of.uscc ?? '' }, signal),
  });
  return (
    <section className="panel" aria-label={t.merge.likely}>
      <h2>{t.merge.likely}</h2>
      <Shown of={found} rows={3}>
        {({ similar }) => {
          const others = similar.filter((one) => one.id !== of.id);
          if (others.length === 0) return <Empty title={t.merge.noneLikely} hint={t.merge.noneLikelyHint} />;
          return (
            <ul className="rows">
              {others.map((one) => (
                <li key={one.id}>
                  <div className="grow">
                    <AppLink to={paths.investor(one.id)}>{one.name}</AppLink>
                    <div className="soft">{one.why_text}</div>
                  </div>
                  <Button onClick={() => choose(one.id)}>{t.merge.compare}</Button>
                </li>
              ))}
            </ul>
          );
        }}
      </Shown>
    </section>
  );
}

const FIELDS = ['name', 'uscc', 'kind', 'country', 'group_id', 'industry', 'address', 'introduction'] as const;

function shown(t: Dict, country: (code: string) => string, of: Compared, field: (typeof FIELDS)[number]): string {
  switch (field) {
    case 'kind':
      return word(t, 'organisationKind', of.kind);
    case 'country':
      return country(of.country);
    case 'group_id':
      return of.group?.name ?? '';
    case 'industry':
      return of.industry ? `${of.industry.code} ${t.industry.name(of.industry.code, of.industry.name)}` : '';
    default:
      return of[field] ?? '';
  }
}

function Compare({ preview, again }: { preview: Preview; again: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const country = useCountryName();
  const { into, from } = preview;
  const [taken, setTaken] = useState<ReadonlySet<string>>(() => new Set(preview.advised));
  const [form] = Form.useForm<{ reason: string }>();
  const merge = useWrite(
    ({ reason }: { reason: string }, key) =>
      api.post<MergeRecord>(
        '/api/v1/merges',
        { into_id: into.id, into_version: into.version, from_id: from.id, from_version: from.version, taken: FIELDS.filter((field) => taken.has(field)), reason },
        key,
      ),
    {
      said: t.merge.done,
      refresh: [['investors'], ['merges'], ['pick', 'organisation'], ['projects'], ['claims']],
      onDone: (made) => void navigate({ to: paths.merge(made.id), replace: true }),
      place: () => ({ form, stale: { resolve: again } }),
    },
  );
  const labels = fieldNames(t);
  const rows = FIELDS.map((field) => ({ field, kept: shown(t, country, into, field), gone: shown(t, country, from, field) }));
  const differing = rows.filter((row) => row.kept !== row.gone);
  const alike = rows.filter((row) => row.kept === row.gone && row.kept !== '');
  const take = (field: string, yes: boolean) =>
    setTaken((before) => {
      const next = new Set(before);
      if (yes) next.add(field);
      else next.delete(field);
      return next;
    });
  // What the choice of a field settles is looked at when the merge is done.
  const blockers = preview.blockers.filter((one) => one.field === null);
  const names = [...new Set([into.name, from.name, ...into.aliases, ...from.aliases])].filter((name) => name !== (taken.has('name') ? from.name : into.name));
  return (
    <>
      <section className="panel merge-compare" aria-label={t.merge.values}>
        <h2>{t.merge.values}</h2>
        <p className="soft">{t.merge.valuesHint}</p>
        <div className="merge-head" aria-hidden>
          <span>{t.merge.stays}</span>
          <span>{t.merge.goes}</span>
        </div>
        {differing.length === 0 && <p>{t.merge.allAlike}</p>}
        {differing.map(({ field, kept, gone }) => (
          <fieldset key={field}>
            <legend>{labels[field]}</legend>
            <Radio.Group
              name={`merge-${field}`}
              value={taken.has(field) ? 'gone' : 'kept'}
              onChange={(event) => take(field, event.target.value === 'gone')}
              options={[
                { value: 'kept', label: <Value text={kept} none={t.merge.empty} /> },
                { value: 'gone', label: <Value text={gone} none={t.merge.empty} /> },
              ]}
            />
          </fieldset>
        ))}
        {alike.length > 0 && <p className="soft">{t.merge.alike(alike.map((row) => labels[row.field]!))}</p>}
        <dl className="facts">
          <div className="wide">
            <dt>{t.merge.names}</dt>
            <dd>{names.join(t.common.semicolon) || t.common.none}</dd>
          </div>
        </dl>
      </section>
      <section className="panel" aria-label={t.merge.moves}>
        <h2>{t.merge.moves}</h2>
        {preview.moves.length === 0 ? <p className="soft">{t.merge.noMoves}</p> : <Moves of={preview.moves} />}
        <p className="soft">{t.merge.promise}</p>
        {preview.blockers.length > 0 && (
          <Alert
            type={blockers.length > 0 ? 'error' : 'warning'}
            showIcon
            title={t.merge.blocked}
            description={
              <ul className="plain-list">
                {preview.blockers.map((one) => (
                  <li key={one.message}>{one.message}</li>
                ))}
              </ul>
            }
            style={{ marginBottom: 12 }}
          />
        )}
        <Form form={form} layout="vertical" onFinish={(values) => merge.mutate(values)}>
          <Form.Item name="reason" label={t.merge.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
            <Input maxLength={300} placeholder={t.merge.reasonHint} />
          </Form.Item>
          <ActionButton type="primary" loading={merge.isPending} disabledReason={blockers[0]?.message} onClick={() => form.submit()}>
            {t.merge.doMerge}
          </ActionButton>
        </Form>
      </section>
    </>
  );
}

const Value = ({ text, none }: { text: string; none: string }) => (text === '' ? <span className="soft">{none}</span> : <span className="version">{text}</span>);

export const fieldNames = (t: Dict): Record<string, string> => ({
  name: t.investor.name,
  uscc: t.investor.uscc,
  kind: t.investor.kind,
  country: t.investor.country,
  group_id: t.investor.group,
  industry: t.investor.industry,
  address: t.investor.address,
  introduction: t.investor.introduction,
});

