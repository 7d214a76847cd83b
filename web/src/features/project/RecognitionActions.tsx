import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { ActionButton } from '@/ui/ActionButton';
import { useWrite } from '@/ui/useWrite';
import type { Recognition } from './types';

type Act = 'recognise' | 'return' | 'reject';

/** The office decides on a claimed recognition, on the project's own page too. */
export function RecognitionActions({ recognition, projectId }: { recognition: Recognition; projectId: string }) {
  const t = useT();
  const can = useCan();
  const [asking, setAsking] = useState<Act | null>(null);
  const [reason, setReason] = useState('');
  const decide = useWrite(
    ({ act, body }: { act: Act; body: object }, key) => api.post(`/api/v1/recognitions/${recognition.id}/${act}`, body, key),
    { said: t.common.done, refresh: [['projects', projectId], ['review']], onDone: () => setAsking(null) },
  );
  if (recognition.state !== 'claimed' || !can('project.recognise')) return null;
  const { actions, version } = recognition;
  return (
    <div className="tags" style={{ marginTop: 6 }}>
      <ActionButton
        size="small"
        type="primary"
        action={actions?.['recognise']}
        loading={decide.isPending && asking === null}
        onClick={() => decide.mutate({ act: 'recognise', body: { version } })}
      >
        {t.projectDecide.recognise}
      </ActionButton>
      <ActionButton size="small" action={actions?.['return']} onClick={() => setAsking('return')}>
        {t.projectDecide.return}
      </ActionButton>
      <ActionButton size="small" action={actions?.['reject']} onClick={() => setAsking('reject')}>
        {t.projectDecide.reject}
      </ActionButton>
      {asking && (
        <Modal
          open
          title={asking === 'return' ? t.projectDecide.return : t.projectDecide.reject}
          onCancel={() => setAsking(null)}
          footer={
            <>
              <Button onClick={() => setAsking(null)}>{t.common.cancel}</Button>
              <ActionButton
                type="primary"
                loading={decide.isPending}
                disabledReason={reason.trim() === '' ? t.projectDecide.reasonNeeded : undefined}
                onClick={() => decide.mutate({ act: asking, body: { version, reason: reason.trim() } })}
              >
                {t.common.confirm}
              </ActionButton>
            </>
          }
        >
          <Input.TextArea aria-label={t.common.reason} placeholder={t.common.reason} rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Modal>
      )}
    </div>
  );
}
