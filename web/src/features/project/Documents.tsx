import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { ActionButton } from '@/ui/ActionButton';
import { Drop } from '@/ui/Drop';
import { Empty } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';
import type { ProjectDocument, ProjectView } from './types';

interface Props {
  project: ProjectView;
}

const ACCEPT = 'image/png,image/jpeg,image/webp,image/gif,application/pdf,.ofd,.doc,.docx,.xls,.xlsx';

/** The documents that the stages ask for. What was taken away stays, struck through, with the reason. */
export function Documents({ project }: Props) {
  const t = useT();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<ProjectDocument | null>(null);
  const writes = can('project.write');
  const action = project.actions['add_document'];
  return (
    <section className="panel" aria-label={t.project.documents}>
      <div className="panel-head">
        <h2>{t.project.documents}</h2>
        {writes && (
          <ActionButton size="small" icon={<PlusOutlined />} action={action} onClick={() => setAdding(true)}>
            {t.project.addDocument}
          </ActionButton>
        )}
      </div>
      {project.documents.length === 0 ? (
        <Empty title={t.project.documentsNone} hint={t.project.documentsHint} />
      ) : (
        <ul className="rows">
          {project.documents.map((one) => (
            <li key={one.no}>
              <div className="grow">
                <span className={one.removed_at ? 'gone' : ''}>
                  <a href={`/api/v1/projects/${project.id}/documents/${one.no}`} target="_blank" rel="noreferrer">
                    {one.name}
                  </a>
                </span>
                <div className="soft">
                  {[word(t, 'document', one.kind), one.subject && word(t, 'subject', one.subject), one.verdict && word(t, 'verdict', one.verdict)]
                    .filter(Boolean)
                    .join(' · ')}
                  {' · '}
                  {[one.added_by?.name, instant(one.added_at)].filter(Boolean).join(' · ')}
                </div>
                {one.removed_at && (
                  <div>
                    <span className="tag bad">{t.project.removed}</span>{' '}
                    <span className="soft">{[one.removed_reason, one.removed_by?.name, instant(one.removed_at)].filter(Boolean).join(' · ')}</span>
                  </div>
                )}
              </div>
              {writes && !one.removed_at && (
                <ActionButton type="text" icon={<DeleteOutlined />} action={action} aria-label={t.project.removeDocument(one.name)} onClick={() => setRemoving(one)} />
              )}
            </li>
          ))}
        </ul>
      )}
      {adding && <AddDialog project={project} close={() => setAdding(false)} />}
      {removing && <RemoveDialog project={project} document={removing} close={() => setRemoving(null)} />}
    </section>
  );
}

interface Added {
  kind: string;
  subject?: string;
  verdict?: string;
  sha256: string;
  name: string;
}

function AddDialog({ project, close }: Props & { close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<Added>();
  const [file, setFile] = useState<File | null>(null);
  const kind = Form.useWatch('kind', form);
  const wanted = project.holes.concat(project.missing).find((one) => one.what === 'documents')?.items[0];
  const write = useWrite(
    async (values: Added, key: string) => {
      const upload = new FormData();
      upload.append('file', file as File);
      const stored = await api.post<{ sha256: string; name: string }>('/api/v1/files', upload);
      const name = stored.name || (file as File).name;
      return api.post(`/api/v1/projects/${project.id}/documents`, { ...values, sha256: stored.sha256, name, version: project.version }, key);
    },
    { said: t.project.documentAdded, refresh: [['projects']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal
      open
      title={t.project.addDocument}
      onCancel={close}
      onOk={() => form.submit()}
      okText={t.common.confirm}
      okButtonProps={{ disabled: file === null }}
      confirmLoading={write.isPending}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={{ kind: wanted }} onFinish={(values) => write.mutate(values)}>
        <Form.Item name="kind" label={t.project.documentKind} rules={[{ required: true, message: t.common.required }]}>
          <Select options={options(t, 'document')} showSearch optionFilterProp="label" />
        </Form.Item>
        {kind === 'opinion' && (
          <>
            <Form.Item name="subject" label={t.project.opinionOn} rules={[{ required: true, message: t.common.required }]}>
              <Select options={options(t, 'subject')} />
            </Form.Item>
            <Form.Item name="verdict" label={t.project.verdict} rules={[{ required: true, message: t.common.required }]}>
              <Select options={options(t, 'verdict')} />
            </Form.Item>
          </>
        )}
        <Form.Item label={t.project.file} required>
          <Drop title={file ? file.name : t.project.chooseFile} hint={t.project.fileHint} accept={ACCEPT} busy={write.isPending} onFiles={(files) => setFile(files[0] ?? null)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function RemoveDialog({ project, document, close }: Props & { document: ProjectDocument; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ reason: string }>();
  const write = useWrite(
    (values: { reason: string }, key: string) =>
      api.post(`/api/v1/projects/${project.id}/documents/remove`, { ...values, no: document.no, version: project.version }, key),
    { said: t.project.documentRemoved, refresh: [['projects']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.project.removeDocument(document.name)} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.project.removeHint}</p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="reason" label={t.common.reason} rules={[{ required: true, whitespace: true, message: t.common.required }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
