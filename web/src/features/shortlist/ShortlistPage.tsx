import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { fixed } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { ProjectPick, UnitPick, type Choice } from '@/ui/pick';
import { PlainTable, type PlainColumn } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { StateTag, word } from '@/ui/words';
import type { ListComparison, ListProject, ShortlistRecord } from './types';

type Doing = 'edit' | 'add' | 'freeze' | { remove: ListProject } | null;

/** One list: its projects now, its frozen versions, and what changed between two. */
export default function ShortlistPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const list = useQuery({
    queryKey: ['shortlists', 'one', id],
    queryFn: ({ signal }) => api.get<ShortlistRecord>(`/api/v1/shortlists/${id}`, undefined, signal),
  });
  if (list.data) return <Record list={list.data} />;
  return (
    <Page title={t.shortlist.one} crumbs={[{ label: t.shortlist.title, to: paths.shortlists }]}>
      <Shown of={list} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

function Record({ list }: { list: ShortlistRecord }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<Doing>(null);
  const stop = () => setDoing(null);
  const may = can('project.write');
  const edits = may && list.actions['edit']?.ok === true;
  return (
    <Page
      title={list.name}
      crumbs={[{ label: t.shortlist.title, to: paths.shortlists }]}
      sub={
        <span className="tags">
          <span className="tag accent">{word(t, 'shortlist', list.list)}</span>
          <span>{list.owner_unit.name}</span>
          {list.note && <span className="soft">{list.note}</span>}
        </span>
      }
      actions={
        may && (
          <>
            <ActionButton type="primary" action={list.actions['edit']} onClick={() => setDoing('add')}>
              {t.shortlist.add}
            </ActionButton>
            <ActionButton action={list.actions['freeze']} onClick={() => setDoing('freeze')}>
              {t.shortlist.freeze}
            </ActionButton>
            <ActionButton action={list.actions['edit']} onClick={() => setDoing('edit')}>
              {t.common.edit}
            </ActionButton>
          </>
        )
      }
    >
      <section className="panel" aria-label={t.shortlist.now}>
        <h2>
          {t.shortlist.now} <span className="count">{list.projects.length}</span>
        </h2>
        {list.projects.length === 0 ? (
          <Empty title={t.shortlist.empty} hint={t.shortlist.emptyHint} />
        ) : (
          <PlainTable
            label={t.shortlist.now}
            rows={list.projects}
            rowKey={(row) => row.id}
            columns={[
              ...columns(t),
              ...(edits
                ? [
                    {
                      title: t.shortlist.doing,
                      cell: (row: ListProject) => (
                        <Button size="small" onClick={() => setDoing({ remove: row })} aria-label={t.shortlist.removeOne(row.name)}>
                          {t.shortlist.remove}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </section>
      <Versions list={list} />
      {doing === 'add' && <AddDialog list={list} close={stop} />}
      {doing === 'freeze' && <FreezeDialog list={list} close={stop} />}
      {doing === 'edit' && <EditDialog list={list} close={stop} />}
      {doing !== null && typeof doing === 'object' && <RemoveDialog list={list} project={doing.remove} close={stop} />}
    </Page>
  );
}

const yi = (fen: number | null) => (fen === null ? '—' : fixed(BigInt(fen), 10_000_000_000n, 2));

const columns = (t: ReturnType<typeof useT>): PlainColumn<ListProject>[] => [
  { title: t.shortlist.project, head: true, cell: (row) => <AppLink to={paths.project(row.id)}>{row.name}</AppLink> },
  { title: t.shortlist.code, cell: (row) => <span className="num">{row.code}</span> },
  { title: t.shortlist.standing, cell: (row) => <Standing one={row} /> },
  { title: t.shortlist.total, right: true, cell: (row) => yi(row.total_fen) },
  { title: t.shortlist.note, cell: (row) => row.note },
];

function Standing({ one }: { one: ListProject }) {
  return (
    <span className="tags">
      <StateTag dimension="stage" code={one.stage} />
      {one.status !== 'ongoing' && <StateTag dimension="status" code={one.status} />}
    </span>
  );
}

/** The frozen versions; one is looked at beside a later one, or beside the list as it is now. */
function Versions({ list }: { list: ShortlistRecord }) {
  const t = useT();
  const [search, change] = useSearchState();
  const from = Number(search['from'] ?? 0);
  const to = Number(search['to'] ?? 0);
  const later = list.versions.filter((one) => one.no > from);
  return (
    <section className="panel" aria-label={t.shortlist.versions}>
      <h2>{t.shortlist.versions}</h2>
      {list.versions.length === 0 ? (
        <Empty title={t.shortlist.noVersions} hint={t.shortlist.noVersionsHint} />
      ) : (
        <>
          <PlainTable
            label={t.shortlist.versions}
            rows={list.versions}
            rowKey={(row) => String(row.no)}
            columns={[
              { title: t.shortlist.version, head: true, cell: (row) => `${t.shortlist.versionNo(row.no)} ${row.name}` },
              { title: t.shortlist.frozenOn, cell: (row) => <span className="num">{row.frozen_on}</span> },
              { title: t.shortlist.frozenBy, cell: (row) => row.frozen_by?.name ?? '' },
              { title: t.shortlist.projects, right: true, cell: (row) => row.projects },
              {
                title: t.shortlist.doing,
                cell: (row) => (
                  <Button size="small" onClick={() => change({ from: String(row.no), to: undefined })} aria-label={`${t.shortlist.compare} ${row.no}`}>
                    {t.shortlist.compare}
                  </Button>
                ),
              },
            ]}
          />
          {from > 0 && (
            <>
              <p style={{ marginTop: 14 }}>
                {t.shortlist.versionNo(from)} →{' '}
                <Select
                  aria-label={t.shortlist.compareWith}
                  value={to}
                  onChange={(next: number) => change({ to: next === 0 ? undefined : String(next) })}
                  options={[{ value: 0, label: t.shortlist.now }, ...later.map((one) => ({ value: one.no, label: `${t.shortlist.versionNo(one.no)} ${one.name}` }))]}
                  popupMatchSelectWidth={false}
                />
              </p>
              <Comparison id={list.id} from={from} to={to} version={list.version} />
            </>
          )}
        </>
      )}
    </section>
  );
}

const TONES: Record<string, string> = { added: 'good', removed: 'bad', moved: 'accent', same: '' };

function Comparison({ id, from, to, version }: { id: string; from: number; to: number; version: number }) {
  const t = useT();
  const found = useQuery({
    queryKey: ['shortlists', 'compare', id, from, to, version],
    queryFn: ({ signal }) => api.get<ListComparison>(`/api/v1/shortlists/${id}/compare`, { from, to }, signal),
  });
  return (
    <Shown of={found} rows={4}>
      {({ items }) => (
        <PlainTable
          label={t.shortlist.compare}
          rows={items}
          rowKey={(row) => (row.after ?? row.before)!.id}
          columns={[
            { title: t.shortlist.project, head: true, cell: (row) => (row.after ?? row.before)!.name },
            { title: t.shortlist.change, cell: (row) => <span className={`tag ${TONES[row.change] ?? ''}`}>{t.shortlist.changes[row.change]}</span> },
            { title: t.shortlist.then, cell: (row) => row.before && <Standing one={row.before} /> },
            { title: t.shortlist.afterwards, cell: (row) => row.after && <Standing one={row.after} /> },
          ]}
        />
      )}
    </Shown>
  );
}

interface Props {
  list: ShortlistRecord;
  close: () => void;
}

function useListWrite<Values extends object>(list: ShortlistRecord, path: string, said: string, close: () => void, form: ReturnType<typeof Form.useForm<Values>>[0]) {
  return useWrite(
    (values: object, key) =>
      path === '' ? api.put(`/api/v1/shortlists/${list.id}`, { ...values, version: list.version }, key) : api.post(`/api/v1/shortlists/${list.id}/${path}`, { ...values, version: list.version }, key),
    { said, refresh: [['shortlists']], onDone: close, place: () => ({ form }) },
  );
}

function AddDialog({ list, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ project?: Choice | null; note?: string }>();
  const write = useListWrite(list, 'add', t.shortlist.added, close, form);
  return (
    <Modal open title={t.shortlist.add} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={({ project, note }) => write.mutate({ project_ids: project ? [project.value] : [], note: note ?? '' })}>
        <Form.Item name="project" label={t.shortlist.project} rules={[{ required: true, message: t.common.required }]}>
          <ProjectPick />
        </Form.Item>
        <Form.Item name="note" label={t.shortlist.why}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function RemoveDialog({ list, project, close }: Props & { project: ListProject }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useListWrite(list, 'remove', t.shortlist.removed, close, form);
  return (
    <Modal open title={t.shortlist.removeOne(project.name)} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={({ reason }) => write.mutate({ project_id: project.id, reason })}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input autoFocus maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function FreezeDialog({ list, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ name: string }>();
  const write = useListWrite(list, 'freeze', t.shortlist.wasFrozen, close, form);
  return (
    <Modal open title={t.shortlist.freeze} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="name" label={t.shortlist.versionName} extra={t.shortlist.freezeHint} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input autoFocus maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function EditDialog({ list, close }: Props) {
  const t = useT();
  const [form] = Form.useForm<{ name: string; owner_unit_id: string; note?: string }>();
  const write = useListWrite(list, '', t.shortlist.saved, close, form);
  return (
    <Modal open title={t.common.edit} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ name: list.name, owner_unit_id: list.owner_unit.id, note: list.note }} onFinish={(values) => write.mutate({ ...values, note: values.note ?? '' })}>
        <Form.Item name="name" label={t.shortlist.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="owner_unit_id" label={t.shortlist.owner} rules={[{ required: true, message: t.common.required }]}>
          <UnitPick />
        </Form.Item>
        <Form.Item name="note" label={t.shortlist.note}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
