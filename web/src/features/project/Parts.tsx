import { Form, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { ProjectPick, type Choice } from '@/ui/pick';
import { PlainTable } from '@/ui/PlainTable';
import { useWrite } from '@/ui/useWrite';
import { StateTag, word } from '@/ui/words';
import type { PartView, ProjectView } from './types';

/** What is a part of this project, what it is a part of, and what enlarged it. */
export function PartsSection({ project, writes }: { project: ProjectView; writes: boolean }) {
  const t = useT();
  const [doing, setDoing] = useState<'join' | 'leave' | null>(null);
  const { join, leave } = project.actions;
  const bundle = project.parts > 0;
  const may = writes && (project.parent ? leave : join);
  if (!bundle && project.enlarged.length === 0 && !project.parent && !project.enlarges && !may) return null;
  const total = project.children.reduce((sum, part) => sum + (part.total_fen ?? 0), 0);
  return (
    <section className="panel" aria-label={t.project.bound}>
      <div className="panel-head">
        <h2>{t.project.bound}</h2>
        {may && !bundle && (
          <ActionButton size="small" action={may} onClick={() => setDoing(project.parent ? 'leave' : 'join')}>
            {project.parent ? t.project.leave : t.project.join}
          </ActionButton>
        )}
      </div>
      {project.parent && (
        <p>
          {t.project.partOf} <AppLink to={paths.project(project.parent.id)}>{project.parent.code} {project.parent.name}</AppLink>
        </p>
      )}
      {project.enlarges && (
        <p>
          {t.project.enlarges} <AppLink to={paths.project(project.enlarges.id)}>{project.enlarges.code} {project.enlarges.name}</AppLink>
        </p>
      )}
      {bundle && (
        <>
          <p className="soft">{t.project.partsHint}</p>
          <Parts label={t.project.partsTitle} rows={project.children} />
          <p className="soft">{t.project.partsSum(money(total))}</p>
        </>
      )}
      {project.enlarged.length > 0 && (
        <>
          <h3>{t.project.enlargedTitle}</h3>
          <Parts label={t.project.enlargedTitle} rows={project.enlarged} />
        </>
      )}
      {doing === 'join' && <JoinDialog project={project} close={() => setDoing(null)} />}
      {doing === 'leave' && <LeaveDialog project={project} close={() => setDoing(null)} />}
    </section>
  );
}

function Parts({ label, rows }: { label: string; rows: PartView[] }) {
  const t = useT();
  const wan = t.common.unitName.wan;
  return (
    <PlainTable
      label={label}
      rows={rows}
      rowKey={(part) => part.id}
      columns={[
        {
          title: t.project.name,
          head: true,
          cell: (part) => (
            <>
              <AppLink to={paths.project(part.id)}>{part.name}</AppLink>
              <br />
              <small className="num">{part.code}</small>
            </>
          ),
        },
        { title: t.project.stage, cell: (part) => <StateTag dimension="stage" code={part.stage} /> },
        { title: t.project.leadUnit, cell: (part) => part.lead_unit.short_name || part.lead_unit.name },
        { title: t.common.withUnit(word(t, 'measure', 'total'), wan), right: true, cell: (part) => money(part.total_fen) },
        { title: t.common.withUnit(t.project.fundsRecognised, wan), right: true, cell: (part) => money(part.funds_recognised_fen) },
      ]}
    />
  );
}

function JoinDialog({ project, close }: { project: ProjectView; close: () => void }) {
  const t = useT();
  const [form] = Form.useForm<{ parent_id: Choice }>();
  const write = useWrite(
    ({ parent_id }: { parent_id: Choice }, key: string) =>
      api.post(`/api/v1/projects/${project.id}/join`, { parent_id: parent_id.value, version: project.version }, key),
    { said: t.project.joined, refresh: [['projects']], onDone: close, place: () => ({ form }) },
  );
  return (
    <Modal open title={t.project.join} onCancel={close} onOk={() => form.submit()} okText={t.common.confirm} confirmLoading={write.isPending} destroyOnHidden>
      <p className="soft">{t.project.joinHint}</p>
      <Form form={form} layout="vertical" onFinish={(values) => write.mutate(values)}>
        <Form.Item name="parent_id" label={t.project.joinParent} rules={[{ required: true, message: t.common.required }]}>
          <ProjectPick />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function LeaveDialog({ project, close }: { project: ProjectView; close: () => void }) {
  const t = useT();
  const write = useWrite((_: void, key: string) => api.post(`/api/v1/projects/${project.id}/leave`, { version: project.version }, key), {
    said: t.project.left,
    refresh: [['projects']],
    onDone: close,
  });
  return (
    <Modal open title={t.project.leave} onCancel={close} onOk={() => write.mutate()} okText={t.common.confirm} confirmLoading={write.isPending}>
      <p className="soft">{t.project.leaveHint(project.parent?.name ?? '')}</p>
    </Modal>
  );
}
