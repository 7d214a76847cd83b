import { Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useT } from '@/i18n';

interface Props {
  title: string;
  label: string;
  text: string;
  save: string;
  saving: boolean;
  onSave: (text: string) => void;
  close: () => void;
}

/** A table of rules as the district writes it; what is wrong with it is told by line when it is saved. */
export function TableEditor(props: Props) {
  const t = useT();
  const [text, setText] = useState(props.text);
  return (
    <Drawer
      open
      title={props.title}
      size="large"
      onClose={props.close}
      closable={{ 'aria-label': t.common.close }}
      destroyOnHidden
      footer={
        <div className="drawer-foot">
          <Button onClick={props.close}>{t.common.cancel}</Button>
          <Button type="primary" loading={props.saving} onClick={() => props.onSave(text)}>
            {props.save}
          </Button>
        </div>
      }
    >
      <Input.TextArea aria-label={props.label} className="mono" value={text} onChange={(event) => setText(event.target.value)} autoSize={{ minRows: 20, maxRows: 32 }} spellCheck={false} />
    </Drawer>
  );
}
