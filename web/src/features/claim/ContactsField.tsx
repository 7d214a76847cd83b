import { DeleteOutlined } from '@ant-design/icons';
import { App, Button, Input, Select } from 'antd';
import { useOfficeDay, useSession } from '@/api/session';
import { useT } from '@/i18n';
import { DateInput } from '@/ui/DateInput';
import { Drop } from '@/ui/Drop';
import { PROOF_FILES, useUpload, type Stored } from '@/ui/useUpload';
import { options } from '@/ui/words';

export interface Contact extends Stored {
  proof: string;
  happened_on: string;
  text: string;
}

/** What is sent of a contact. */
export const sent = (contacts: Contact[] | undefined) =>
  (contacts ?? []).map(({ proof, happened_on, text, sha256, name }) => ({ proof, happened_on, text, sha256, name }));

interface Props {
  value?: Contact[];
  onChange?: (value: Contact[]) => void;
}

/** Proofs of contact: a file each, with what it proves, the day, and what was talked about. */
export function ContactsField({ value = [], onChange }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const { server } = useSession();
  const day = useOfficeDay();
  const { sending, upload } = useUpload();
  const add = async (files: File[]) => {
    let list = value;
    await upload(files, (stored, file) => {
      if (list.some((one) => one.sha256 === stored.sha256)) void message.info(t.fund.sameFile(file.name));
      else {
        list = [...list, { ...stored, proof: guess(stored.name), happened_on: day, text: '' }];
        onChange?.(list);
      }
    });
  };
  const change = (sha: string, next: Partial<Contact>) => onChange?.(value.map((one) => (one.sha256 === sha ? { ...one, ...next } : one)));
  return (
    <div>
      <Drop title={t.fund.dropEvidence} hint={sending > 0 ? t.fund.sending(sending) : t.fund.dropHint} accept={PROOF_FILES} multiple busy={sending > 0} onFiles={(files) => void add(files)} />
      {value.map((one) => (
        <div key={one.sha256} className="boxed" style={{ marginTop: 8, paddingBottom: 10 }}>
          <div style={{ display: 'flex', justifyContent: 'space-between', gap: 8 }}>
            <strong style={{ overflowWrap: 'anywhere' }}>{one.name}</strong>
            <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t.fund.detach(one.name)} onClick={() => onChange?.(value.filter((other) => other !== one))} />
          </div>
          <div className="cols" style={{ gap: 8 }}>
            <Select aria-label={`${one.name} ${t.claim.proof}`} value={one.proof} options={options(t, 'claimProof')} onChange={(proof) => change(one.sha256, { proof })} popupMatchSelectWidth={false} />
            <DateInput aria-label={`${one.name} ${t.claim.happenedOn}`} value={one.happened_on} max={server.today} onChange={(next) => change(one.sha256, { happened_on: next ?? day })} />
          </div>
          <Input aria-label={`${one.name} ${t.claim.talked}`} placeholder={t.claim.talked} value={one.text} maxLength={500} onChange={(event) => change(one.sha256, { text: event.target.value })} style={{ marginTop: 8 }} />
        </div>
      ))}
    </div>
  );
}

/** The file's name often says what it is; the clerk corrects it otherwise. */
function guess(name: string): string {
  if (/确认/.test(name)) return 'confirmation';
  if (/选择|意向/.test(name)) return 'choice';
  if (/函|信|letter/i.test(name)) return 'letter';
  if (/拜访|接待|考察|visit/i.test(name)) return 'visit';
  return 'meeting';
}
