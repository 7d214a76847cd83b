import './assessment.css';
import '@/ui/stacked.css';
import { Tabs } from 'antd';
import { useSession } from '@/api/session';
import { useT } from '@/i18n';
import { Page } from '@/ui/Page';
import { useSearchState } from '@/ui/useSearch';
import { AsOf } from './AsOf';
import { Decisions } from './Decisions';
import { Returns } from './Returns';
import { Grid } from './TargetGrid';

/** What was asked of the units, what they declare, whether their monthly forms came, and the office's decisions. */
export default function TargetsPage() {
  const t = useT();
  const { server } = useSession();
  const [search, change] = useSearchState();
  const year = Number(search['year']) || server.year;
  return (
    <Page title={t.nav.targets} heading={t.assessment.targetsHeading(year)} actions={<AsOf year={year} day={false} />}>
      <Tabs
        activeKey={search['tab'] ?? 'targets'}
        onChange={(tab) => change({ tab: tab === 'targets' ? undefined : tab })}
        destroyOnHidden
        items={[
          { key: 'targets', label: t.assessment.tabTargets, children: <Grid kind="targets" year={year} /> },
          { key: 'forecasts', label: t.assessment.tabForecasts, children: <Grid kind="forecasts" year={year} /> },
          { key: 'returns', label: t.assessment.tabReturns, children: <Returns year={year} /> },
          { key: 'decisions', label: t.assessment.tabDecisions, children: <Decisions year={year} /> },
        ]}
      />
    </Page>
  );
}
