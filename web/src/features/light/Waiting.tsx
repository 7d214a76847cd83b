import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { api } from '@/api/http';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { OverrideItem } from '@/ui/lights/Decide';
import type { Override } from '@/ui/lights/types';
import { Empty, Shown } from '@/ui/States';

/** What was asked for and waits for somebody else to decide. */
export default function Waiting({ close }: { close: () => void }) {
  const t = useT();
  const waiting = useQuery({
    queryKey: ['light-overrides', 'proposed'],
    queryFn: ({ signal }) => api.get<PageOf<Override>>('/api/v1/light-overrides', { state: 'proposed', limit: 200 }, signal),
  });
  return (
    <Drawer open title={t.light.waitingTitle} size="large" onClose={close} closable={{ 'aria-label': t.common.close }}>
      <Shown of={waiting} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t.light.nothingWaits} hint="" />
          ) : (
            <ul className="rows">
              {items.map((one) => (
                <OverrideItem key={one.id} one={one} named />
              ))}
            </ul>
          )
        }
      </Shown>
    </Drawer>
  );
}
