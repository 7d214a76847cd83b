import { App, Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';

interface Props {
  title: string;
  size: string;
  /** Something was typed: leaving asks first. */
  touched: boolean;
  saving: boolean;
  save: () => void;
  close: () => void;
  children: ReactNode;
}

/** The frame of a long form at the side of the page. */
export function FormDrawer({ title, size, touched, saving, save, close, children }: Props) {
  const t = useT();
  const { modal } = App.useApp();
  const leave = () => {
    if (!touched) close();
    else modal.confirm({ title: t.common.unsaved, onOk: close, okText: t.common.confirm, cancelText: t.common.cancel });
  };
  return (
    <Drawer
      open
      onClose={leave}
      closable={{ 'aria-label': t.common.close }}
      size={size}
      title={title}
      footer={
        <div className="drawer-foot">
          <Button onClick={leave}>{t.common.cancel}</Button>
          <Button type="primary" loading={saving} onClick={save}>
            {t.common.save}
          </Button>
        </div>
      }
    >
      {children}
    </Drawer>
  );
}
