import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Form } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { eventsQuery, unitsQuery, useReadsEvents } from '@/ui/pick';
import { useMerge } from '@/ui/useMerge';
import { useWrite } from '@/ui/useWrite';
import { emptyForm, toDraft, toForm, type FormValues } from './draft';
import { Basics } from './form/Basics';
import { Money } from './form/Money';
import { Investors, Shares } from './form/Parties';
import { fieldNames, showField } from './form/shown';
import { Signing } from './form/Signing';
import type { ProjectDraft, ProjectView } from './types';

interface Props {
  /** The project to change; none to create one. */
  project?: ProjectView;
  close: () => void;
  done: (project: ProjectView) => void;
}

/** One drawer to create and to change a project. */
export default function ProjectForm({ project, close, done }: Props) {
  const t = useT();
  const { modal } = App.useApp();
  const { roles } = useSession();
  const [form] = Form.useForm<FormValues>();
  const [touched, setTouched] = useState(false);
  const initial = project ? toForm(project) : emptyForm(roles.find((role) => role.role.startsWith('unit_'))?.unit.id);

  const readsEvents = useReadsEvents();
  const units = useQuery(unitsQuery).data?.items ?? [];
  const events = useQuery({ ...eventsQuery, enabled: readsEvents }).data?.items ?? [];
  const merging = useMerge<ProjectView, FormValues, ProjectDraft>({
    form,
    view: project,
    toForm,
    toDraft,
    labels: fieldNames(t),
    show: (field, value) => field === 'event_id' ? (events.find((one) => one.id === value)?.name ?? '—') : showField(t, field, value, units),
  });

  const save = useWrite(
    (draft: ProjectDraft, key) =>
      project ? api.put<ProjectView>(`/api/v1/projects/${project.id}`, draft, key) : api.post<ProjectView>('/api/v1/projects', draft, key),
    {
      said: () => merging.said(project ? t.project.saved : t.project.created),
      refresh: [['projects']],
      onDone: done,
      place: () => ({ form, stale: merging.stale((draft) => save.mutate(draft)) }),
    },
  );
  const leave = () => {
    if (!touched) close();
    else modal.confirm({ title: t.common.unsaved, onOk: close, okText: t.common.confirm, cancelText: t.common.cancel });
  };

  return (
    <Drawer
      open
      onClose={leave}
      closable={{ 'aria-label': t.common.close }}
      size={860}
      title={project ? t.project.editTitle : t.project.createTitle}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
          <Button onClick={leave}>{t.common.cancel}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()}>
            {t.common.save}
          </Button>
        </div>
      }
    >
      <Form<FormValues>
        form={form}
        layout="vertical"
        initialValues={initial}
        scrollToFirstError={{ block: 'center', focus: true }}
        onValuesChange={() => setTouched(true)}
        onFinish={(values) => save.mutate(toDraft({ ...form.getFieldsValue(true), ...values } as FormValues, merging.base()))}
      >
        <Basics form={form} known={project?.id} />
        <Money />
        <Investors />
        <Shares fresh={project === undefined} />
        <Signing />
      </Form>
    </Drawer>
  );
}
