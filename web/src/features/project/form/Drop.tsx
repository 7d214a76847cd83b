import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useT } from '@/i18n';

/** Takes a row out of a list of the form. */
export function Drop({ onClick }: { onClick: () => void }) {
  const t = useT();
  return <Button className="drop" type="text" icon={<DeleteOutlined />} aria-label={t.project.removeRow} onClick={onClick} />;
}
