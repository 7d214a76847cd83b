import { App, Button } from 'antd';
import { useT } from '@/i18n';

interface Props {
  /** Takes away what was entered by mistake; none for what is new. */
  remove?: (() => void) | undefined;
  saving: boolean;
  save: () => void;
  close: () => void;
}

/** The foot of a dialog over one piece of a profile. */
export function Foot({ remove, saving, save, close }: Props) {
  const t = useT();
  const { modal } = App.useApp();
  return (
    <>
      {remove && (
        <Button danger onClick={() => modal.confirm({ title: t.profile.removeSure, onOk: remove, okText: t.common.remove, cancelText: t.common.cancel })}>
          {t.common.remove}
        </Button>
      )}
      <Button onClick={close}>{t.common.cancel}</Button>
      <Button type="primary" loading={saving} onClick={save}>
        {t.common.save}
      </Button>
    </>
  );
}
