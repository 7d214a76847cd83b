import { App, Button, Form } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import { api } from '@/api/http';
import { useOfficeDay, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { recall, remember } from '@/lib/storage';
import { ActionButton } from '@/ui/ActionButton';
import { useWrite } from '@/ui/useWrite';
import { Fields } from './Fields';
import { known, same, type ProgressRow, type ProgressView, type Said } from './types';
import { useWithdraw } from './useWithdraw';

/** A report: it begins with what was said last, and a text that is not sent yet survives leaving the page. */
export function EntryForm({ row, week, onward, back }: { row: ProgressRow; week: string; onward: () => void; back: (project: string) => void }) {
  const t = useT();
  const today = useOfficeDay();
  const person = useSession().account.id;
  const draftKey = `progress.${person}.${row.project.id}.${week}`;
  const { message } = App.useApp();
  const before = known(row);
  const [form] = Form.useForm<Said>();
  const [now, setNow] = useState<Said>(() => recall<Said | null>(draftKey, null) ?? before);
  const write = useWrite(
    (body: Partial<Said> & { no_change: boolean }, key) => api.post<ProgressView>(`/api/v1/projects/${row.project.id}/progress`, { ...body, week }, key),
    {
      refresh: [['progress'], ['projects'], ['timeline']],
      onDone: (out) => {
        remember(draftKey, null);
        onward();
        // A tap that went wrong is taken back where one stands; later the entry itself offers it.
        const said = `progress-${out.id}`;
        void message.success({
          key: said,
          duration: 6,
          content: (
            <>
              {out.no_change ? t.progress.noChangeDone : t.progress.saved} · {out.project.name}
              <Button
                type="link"
                size="small"
                onClick={() => {
                  message.destroy(said);
                  withdraw.mutate(out);
                }}
              >
                {t.progress.withdraw}
              </Button>
            </>
          ),
        });
      },
      place: () => ({ form }),
    },
  );
  const withdraw = useWithdraw(back);
  const { report } = row.actions;
  const quiet = () => report.ok && !write.isPending && write.mutate({ no_change: true });
  const unchanged = same(now, before);
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (report.ok && !unchanged && !write.isPending) form.submit();
    } else if (event.altKey && event.code === 'KeyN') {
      event.preventDefault();
      quiet();
    }
  };
  const overdue = row.next_step_due_on !== null && row.next_step_due_on < today;
  return (
    <div onKeyDown={keys}>
      <p className="soft desk-hint">
        {row.progress === '' ? t.progress.nothingYet : t.progress.carried}{' '}
        {row.last_progress_week && t.progress.lastProgress(row.last_progress_week)}{' '}
        {overdue && <span className="tag bad">{t.progress.overdue}</span>}
      </p>
      <Form
        form={form}
        layout="vertical"
        initialValues={now}
        disabled={!report.ok}
        onValuesChange={(_, all) => {
          const next = { ...now, ...all };
          setNow(next);
          remember(draftKey, next);
        }}
        onFinish={(values) => write.mutate({ ...values, no_change: false })}
      >
        <Fields first={report.ok} />
      </Form>
      <div className="desk-do">
        <ActionButton
          type="primary"
          action={report}
          disabledReason={report.ok && unchanged ? t.progress.unchanged : undefined}
          loading={write.isPending}
          onClick={() => form.submit()}
        >
          {t.progress.save}
        </ActionButton>
        <ActionButton action={report} loading={write.isPending} onClick={quiet}>
          {t.progress.noChangeDo}
        </ActionButton>
        {!unchanged && report.ok && (
          <Button
            type="text"
            onClick={() => {
              form.setFieldsValue(before);
              setNow(before);
              remember(draftKey, null);
            }}
          >
            {t.common.reset}
          </Button>
        )}
      </div>
      {report.ok && <p className="soft desk-keys">{t.progress.keys}</p>}
    </div>
  );
}
