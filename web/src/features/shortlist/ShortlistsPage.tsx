import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Segmented, Select } from 'antd';
import { useNavigate } from '@tanstack/react-router';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { ListOf } from '@/api/types';
import { useLang, useT } from '@/i18n';
import { ago } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { useSearchState } from '@/ui/useSearch';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import type { ShortlistRecord, ShortlistRow } from './types';

/** 三张清单: recommended, pursued, helped to land. */
export default function ShortlistsPage() {
  const t = useT();
  const lang = useLang();
  const can = useCan();
  const [search, change] = useSearchState();
  const list = search['list'];
  const lists = useQuery({
    queryKey: ['shortlists', list ?? ''],
    queryFn: ({ signal }) => api.get<ListOf<ShortlistRow>>('/api/v1/shortlists', { list }, signal),
  });
  return (
    <Page
      title={t.shortlist.title}
      sub={t.shortlist.sub}
      actions={
        <ActionButton type="primary" icon={<PlusOutlined aria-hidden />} disabledReason={can('project.write') ? undefined : t.shortlist.noWrite} onClick={() => change({ new: '1' })}>
          {t.shortlist.create}
        </ActionButton>
      }
    >
      <section className="panel" aria-label={t.shortlist.title}>
        <Segmented value={list ?? ''} onChange={(value) => change({ list: value || undefined })} options={[{ value: '', label: t.common.all }, ...options(t, 'shortlist')]} />
        <Shown of={lists} rows={4}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t.shortlist.none} hint={t.shortlist.noneHint} />
            ) : (
              <div style={{ marginTop: 12 }}>
                <PlainTable
                  label={t.shortlist.title}
                  rows={items}
                  rowKey={(row) => row.id}
                  columns={[
                    { title: t.shortlist.name, head: true, cell: (row) => <AppLink to={paths.shortlist(row.id)}>{row.name}</AppLink> },
                    { title: t.shortlist.list, cell: (row) => <span className="tag accent">{word(t, 'shortlist', row.list)}</span> },
                    { title: t.shortlist.owner, cell: (row) => row.owner_unit.name },
                    { title: t.shortlist.projects, right: true, cell: (row) => row.projects_count },
                    { title: t.shortlist.frozen, cell: (row) => (row.frozen === 0 ? t.shortlist.neverFrozen : t.shortlist.versionNo(row.frozen)) },
                    { title: t.shortlist.changed, cell: (row) => ago(row.updated_at, lang) },
                    { title: t.shortlist.note, cell: (row) => row.note },
                  ]}
                />
              </div>
            )
          }
        </Shown>
      </section>
      {search['new'] !== undefined && can('project.write') && <CreateDialog list={list} close={() => change({ new: undefined }, { replace: true })} />}
    </Page>
  );
}

interface Values {
  list: string;
  name: string;
  owner_unit_id: string;
  note?: string;
}

function CreateDialog({ list, close }: { list: string | undefined; close: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const write = useWrite((values: Values, key) => api.post<ShortlistRecord>('/api/v1/shortlists', { ...values, note: values.note ?? '' }, key), {
    said: t.shortlist.created,
    refresh: [['shortlists']],
    onDone: (made) => void navigate({ to: paths.shortlist(made.id) }),
    place: () => ({ form }),
  });
  const required = [{ required: true, message: t.common.required }];
  return (
    <Modal open title={t.shortlist.create} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <Form form={form} layout="vertical" initialValues={{ list: list ?? 'recommended' }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="list" label={t.shortlist.list} rules={required}>
          <Select options={options(t, 'shortlist')} />
        </Form.Item>
        <Form.Item name="name" label={t.shortlist.name} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="owner_unit_id" label={t.shortlist.owner} rules={required}>
          <UnitPick placeholder={t.shortlist.owner} />
        </Form.Item>
        <Form.Item name="note" label={t.shortlist.note}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
