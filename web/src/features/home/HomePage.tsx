import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from '@/api/problem';
import { useCan, useSession } from '@/api/session';
import { useLang, useT, type Dict } from '@/i18n';
import { ago, instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import type { Search } from '@/lib/search';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Empty, Shown } from '@/ui/States';
import { StateTag } from '@/ui/words';
import { Claims } from './Claims';
import { Given } from './Given';
import { Reviews } from './Reviews';
import { Promises } from './Promises';
import { Steps } from './Steps';
import { Still } from './Still';
import { Week } from './Week';
import { INACTIVE_DAYS, openBatches, paceOfYear, queue, recentProjects, returnedFunds, staleProjects } from './queries';

/** What waits for me, by what I may do. */
export default function HomePage() {
  const t = useT();
  const session = useSession();
  const can = useCan();
  const business = can('project.read') || can('fund.read');
  return (
    <Page
      title={t.nav.home}
      heading={t.home.hello(session.account.name)}
      sub={`${session.district.name} · ${session.district.office_name} · ${t.home.today(session.server.today)}${session.server.as_of === session.server.today ? '' : ` · ${t.home.asOf(session.server.as_of)}`}`}
    >
      {business ? (
        <>
          {can('figure.read') && <Pace />}
          <div className="boxes">
            <Week />
            <Steps />
            <Claims />
            <Given />
            <Reviews />
            <Promises />
            <Still />
            {can('fund.recognise') && <Queue />}
            {can('fund.write') && <Returned />}
            {can('project.write') && <Stale />}
            {can('ledger.write') && <Batches />}
            {can('project.read') && <Recent />}
          </div>
        </>
      ) : (
        <Administration />
      )}
    </Page>
  );
}

/** The administrators keep each other in check and see no business; this is what they have. */
function Administration() {
  const t = useT();
  const can = useCan();
  const doors = [
    { to: paths.units, label: t.nav.units, hint: t.home.unitsHint, open: can('unit.write') },
    { to: paths.people, label: t.nav.people, hint: t.home.peopleHint, open: can('account.read') },
    { to: paths.audit, label: t.nav.audit, hint: t.home.auditHint, open: can('audit.read') },
    { to: paths.rights, label: t.nav.rights, hint: t.home.rightsHint, open: true },
    { to: paths.account, label: t.nav.account, hint: t.home.accountHint, open: true },
  ];
  return (
    <section className="panel" aria-label={t.nav.groups.system}>
      <p className="soft">{t.home.noBusiness}</p>
      <ul className="doors">
        {doors
          .filter((door) => door.open)
          .map((door) => (
            <li key={door.to}>
              <AppLink to={door.to}>
                <strong>{door.label}</strong>
                <span className="soft">{door.hint}</span>
              </AppLink>
            </li>
          ))}
      </ul>
    </section>
  );
}

function Box({ title, count, all, children }: { title: string; count?: number | undefined; all?: { to: string; label: string; search?: Search }; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>
          {title} {count !== undefined && count > 0 && <span className="count">{count}</span>}
        </h2>
        {all && (
          <AppLink to={all.to} search={all.search}>
            {all.label}
          </AppLink>
        )}
      </div>
      {children}
    </section>
  );
}

const Quiet = () => {
  const t = useT();
  return <Empty title={t.home.nothing} hint={t.home.nothingHint} />;
};

function Pace() {
  const t = useT();
  const { server } = useSession();
  const pace = useQuery(paceOfYear(server.year, server.as_of));
  return (
    <Box title={t.home.pace} all={{ to: paths.dashboard, label: t.home.toDashboard }}>
      <Shown of={pace} rows={2}>
        {(board) => (
          <>
            <dl className="facts strip">
              {board.cards.slice(0, 6).map((card) => (
                <div key={card.key}>
                  <dt>{card.name}</dt>
                  <dd className="big num">
                    <AppLink to={paths.figure(card.key)} search={card.params}>
                      {card.value_text} <small>{t.home.figureUnit[card.unit] ?? card.unit}</small>
                    </AppLink>
                  </dd>
                </div>
              ))}
            </dl>
            {board.pace?.sentence && <p className="sentence">{board.pace.sentence}</p>}
          </>
        )}
      </Shown>
    </Box>
  );
}

function Queue() {
  const t = useT();
  const list = useQuery(queue);
  const { server } = useSession();
  return (
    <Box title={t.home.review} count={list.data && total(list.data.counts)} all={{ to: paths.review, label: t.home.reviewAll }}>
      <Shown of={list} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Quiet />
          ) : (
            <ul className="rows">
              {items.slice(0, 7).map((item) => (
                <li key={item.id}>
                  <div className="grow">
                    <AppLink to={paths.review} search={{ kind: item.kind, id: item.id }}>
                      {item.title}
                    </AppLink>
                    <div className="soft">
                      {item.unit.name} · {waited(t, item.claimed_at, server.today)}
                      {item.mine && ` · ${t.home.reviewMine}`}
                    </div>
                  </div>
                  {item.warnings_count > 0 && <span className="tag warn">{t.home.warnings(item.warnings_count)}</span>}
                  {item.amount_fen !== null && <Amount fen={item.amount_fen} />}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Box>
  );
}

const total = (counts: Record<string, number> | undefined): number => Object.values(counts ?? {}).reduce((sum, one) => sum + one, 0);

/** A wait in days; after a season the day itself says more. */
function waited(t: Dict, at: string, today: string): string {
  const days = daysSince(at, today);
  return days > 99 ? t.home.claimedOn(instant(at).slice(0, 10)) : t.home.waitingDays(days);
}

/** Whole days between an instant's civil date and today, both in the office's zone. */
function daysSince(at: string, today: string): number {
  const from = new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(from)) / 86_400_000));
}

function Returned() {
  const t = useT();
  const list = useQuery(returnedFunds);
  if (list.data?.items.length === 0) return null;
  return (
    <Box title={t.home.returned} count={list.data?.total} all={{ to: paths.funds, label: t.home.returnedAll, search: { state: 'returned' } }}>
      <Shown of={list} rows={4}>
        {({ items }) => (
          <ul className="rows">
            {items.slice(0, 6).map((fund) => (
              <li key={fund.id}>
                <div className="grow">
                  <AppLink to={paths.fund(fund.id)}>{fund.project.name}</AppLink>
                  <div className="soft">
                    {fund.code} · {fund.unit.name} · {fund.received_on}
                  </div>
                </div>
                <Amount fen={fund.claimed_fen} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Box>
  );
}

function Stale() {
  const t = useT();
  const list = useQuery(staleProjects);
  if (list.data?.items.length === 0) return null;
  return (
    <Box
      title={t.home.inactive(INACTIVE_DAYS)}
      count={list.data?.total}
      all={{ to: paths.projects, label: t.home.inactiveAll, search: { inactive_days: String(INACTIVE_DAYS), status: 'ongoing' } }}
    >
      <Shown of={list} rows={4}>
        {({ items }) => (
          <ul className="rows">
            {items.slice(0, 6).map((project) => (
              <li key={project.id}>
                <div className="grow">
                  <AppLink to={paths.project(project.id)}>{project.name}</AppLink>
                  <div className="soft">
                    {project.lead_unit.name} · {t.home.idleSince(project.idle_since_on ?? '—')}
                  </div>
                </div>
                <StateTag dimension="stage" code={project.stage} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Box>
  );
}

function Batches() {
  const t = useT();
  const list = useQuery(openBatches);
  if (list.data?.items.length === 0) return null;
  // Nothing to say where the import is not open to the reader.
  if (list.error instanceof Problem && list.error.isAbsent) return null;
  return (
    <Box title={t.home.batches} count={list.data?.items.length} all={{ to: paths.imports, label: t.home.batchesAll }}>
      <Shown of={list} rows={3}>
        {({ items }) => (
          <ul className="rows">
            {items.slice(0, 6).map((batch) => (
              <li key={batch.id}>
                <div className="grow">
                  <AppLink to={paths.batch(batch.id)}>{batch.file_name}</AppLink>
                </div>
                <StateTag dimension="batchState" code={batch.state} />
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Box>
  );
}

function Recent() {
  const t = useT();
  const lang = useLang();
  const list = useQuery(recentProjects);
  return (
    <Box title={t.home.recent} all={{ to: paths.projects, label: t.home.recentAll }}>
      <Shown of={list} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty hint="" />
          ) : (
            <ul className="rows">
              {items.slice(0, 6).map((project) => (
                <li key={project.id}>
                  <div className="grow">
                    <AppLink to={paths.project(project.id)}>{project.name}</AppLink>
                    <div className="soft">
                      {project.code} · {project.lead_unit.name} · {ago(project.updated_at, lang)}
                    </div>
                  </div>
                  <StateTag dimension="stage" code={project.stage} />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Box>
  );
}

