import { DeleteOutlined, EyeOutlined } from '@ant-design/icons';
import { App, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { useT } from '@/i18n';
import { Drop } from '@/ui/Drop';
import { PROOF_FILES, useUpload } from '@/ui/useUpload';
import { options } from '@/ui/words';
import type { Stored } from './types';
import { size, Viewer } from './Viewer';

export interface Attached extends Stored {
  kind: string;
  /** Where it can be looked at: the server's copy, or the one still in this browser. */
  url: string;
}

interface Props {
  value?: Attached[];
  onChange?: (value: Attached[]) => void;
}

/** The proofs of a claim: dropped or chosen, sent at once, named by kind, looked at before the claim is sent. */
export function EvidenceField({ value = [], onChange }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const { sending, upload } = useUpload();
  const [seen, setSeen] = useState<Attached | null>(null);

  const add = async (files: File[]) => {
    let list = value;
    await upload(files, (stored, file) => {
      if (list.some((one) => one.sha256 === stored.sha256)) void message.info(t.fund.sameFile(file.name));
      else {
        list = [...list, { ...stored, kind: guessKind(stored.name), url: URL.createObjectURL(file) }];
        onChange?.(list);
      }
    });
  };
  const replace = (sha: string, change: Partial<Attached> | null) =>
    onChange?.(value.flatMap((one) => (one.sha256 !== sha ? [one] : change ? [{ ...one, ...change }] : [])));

  return (
    <div>
      <Drop title={t.fund.dropEvidence} hint={sending > 0 ? t.fund.sending(sending) : t.fund.dropHint} accept={PROOF_FILES} multiple busy={sending > 0} onFiles={(files) => void add(files)} />
      {value.length > 0 && (
        <ul className="rows attached">
          {value.map((one) => (
            <li key={one.sha256}>
              <div className="grow">
                {one.name} <small>{size(one.size)}</small>
              </div>
              <Select
                aria-label={`${one.name} ${t.fund.evidenceKind}`}
                style={{ width: 128 }}
                value={one.kind}
                options={options(t, 'evidenceKind')}
                onChange={(kind) => replace(one.sha256, { kind })}
                popupMatchSelectWidth={false}
              />
              <Button type="text" icon={<EyeOutlined />} aria-label={t.fund.look(one.name)} onClick={() => setSeen(one)} />
              <Button type="text" icon={<DeleteOutlined />} aria-label={t.fund.detach(one.name)} onClick={() => replace(one.sha256, null)} />
            </li>
          ))}
        </ul>
      )}
      <Modal open={seen !== null} onCancel={() => setSeen(null)} footer={null} title={seen?.name} width={860} destroyOnHidden>
        {seen && <Viewer proofs={[seen]} tall />}
      </Modal>
    </div>
  );
}

/** The file's name often says what it is; the clerk corrects it otherwise. */
function guessKind(name: string): string {
  if (/验资/.test(name)) return 'capital_verification';
  if (/发票|invoice/i.test(name)) return 'invoice';
  if (/结算/.test(name)) return 'settlement';
  if (/台账/.test(name)) return 'company_ledger';
  if (/设备清单/.test(name)) return 'equipment_list';
  if (/评估/.test(name)) return 'appraisal';
  if (/报关/.test(name)) return 'customs';
  if (/施工许可/.test(name)) return 'building_permit';
  if (/土地|出让/.test(name)) return 'land_payment';
  if (/合同|协议|contract/i.test(name)) return 'contract';
  if (/照片|photo/i.test(name)) return 'photo';
  return 'bank_slip';
}
