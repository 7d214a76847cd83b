import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { useSearchState } from '@/ui/useSearch';
import { Asks, Cases, Claims } from './Lists';
import { Breaches } from './Breaches';
import { Check } from './Check';

/** 首报首谈: the check before a report, then claims, questions and disputes. */
export default function ClaimsPage() {
  const t = useT();
  const [search, change] = useSearchState();
  const tab = search['tab'] ?? 'claims';
  const only = { hand: undefined, state: undefined, unit: undefined, q: undefined, cursor: undefined, ask: undefined, breach: undefined };
  return (
    <Page title={t.claim.title} sub={t.claim.sub} actions={<AppLink to={paths.claimRules}>{t.claim.rules}</AppLink>}>
      <Check />
      <div className="chips" role="group" aria-label={t.claim.title} style={{ margin: '14px 0 10px' }}>
        {Object.entries(t.claim.tabs).map(([key, label]) => (
          <button key={key} type="button" aria-pressed={tab === key} onClick={() => change({ ...only, tab: key === 'claims' ? undefined : key })}>
            {label}
          </button>
        ))}
      </div>
      {tab === 'asks' ? <Asks /> : tab === 'cases' ? <Cases /> : tab === 'breaches' ? <Breaches /> : <Claims />}
    </Page>
  );
}
