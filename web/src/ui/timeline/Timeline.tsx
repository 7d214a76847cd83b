import './timeline.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import type { PersonRef } from '@/api/types';
import { useT, type Dict } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { Empty, Shown } from '../States';
import { useSearchState } from '../useSearch';
import { word } from '../words';

interface Entry {
  key: string;
  kind: string;
  on: string;
  at: string;
  by: PersonRef | null;
  act: string;
  from: string;
  to: string;
  text: string;
  next_step: string;
  due_on: string | null;
  fen: number | null;
  record_id: string | null;
}
interface Told {
  items: Entry[];
  next_cursor: string | null;
}

/** The story of a project, newest first: all of it, or one kind of entry, which the address names. */
export function Timeline({ project, stages }: { project: string; stages: ReactNode }) {
  const t = useT();
  const can = useCan();
  const [search, change] = useSearchState();
  const kind = search['story'] ?? null;
  const story = useInfiniteQuery({
    queryKey: ['timeline', project, kind],
    queryFn: ({ pageParam, signal }) =>
      api.get<Told>(`/api/v1/projects/${project}/timeline`, { cursor: pageParam, limit: 20, ...(kind ? { kind } : {}) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    enabled: kind !== 'stage',
  });
  const kinds = Object.keys(t.timeline.kinds).filter((one) => {
    if (one === 'money' || one === 'document') return can('fund.read');
    if (one === 'admission') return can('admission.read');
    if (one === 'claim') return can('claim.read');
    if (one === 'interaction') return can('interaction.read');
    if (one === 'commitment' || one === 'support') return can('commitment.read');
    if (one === 'supervision') return can('supervision.read');
    return one !== 'problem' || can('problem.read');
  });
  return (
    <section className="panel" aria-label={t.timeline.title}>
      <div className="panel-head">
        <h2>{t.timeline.title}</h2>
        <div className="chips" role="group" aria-label={t.timeline.filter}>
          {[null, ...kinds].map((one) => (
            <button key={one ?? 'all'} type="button" aria-pressed={kind === one} onClick={() => change({ story: one ?? undefined }, { replace: true })}>
              {one === null ? t.common.all : t.timeline.kinds[one]}
            </button>
          ))}
        </div>
      </div>
      {kind === 'stage' ? (
        stages
      ) : (
        <Shown of={story} rows={4}>
          {({ pages }) => {
            const entries = pages.flatMap((page) => page.items);
            if (entries.length === 0) return <Empty title={t.timeline.none} hint="" />;
            return (
              <ol className="story">
                {entries.map((entry, at) => (
                  <li key={entry.key} className={`of-${entry.kind}`}>
                    <span className="num nowrap when">{entries[at - 1]?.on === entry.on ? <span className="visually-hidden">{entry.on}</span> : entry.on}</span>
                    <div>
                      <span className="tag">{t.timeline.kinds[entry.kind] ?? entry.kind}</span> <Said entry={entry} />
                      {entry.kind !== 'progress' && <By entry={entry} />}
                    </div>
                  </li>
                ))}
              </ol>
            );
          }}
        </Shown>
      )}
      {kind !== 'stage' && story.hasNextPage && (
        <Button className="story-more" loading={story.isFetchingNextPage} onClick={() => void story.fetchNextPage()}>
          {t.timeline.more}
        </Button>
      )}
    </section>
  );
}

function By({ entry }: { entry: Entry }) {
  return entry.by && <span className="soft"> · {entry.by.name}</span>;
}

function Said({ entry }: { entry: Entry }) {
  const t = useT();
  switch (entry.kind) {
    case 'progress':
      return <Progress entry={entry} t={t} />;
    case 'stage': {
      const dimension = entry.act === 'status' ? 'status' : 'stage';
      return (
        <>
          {entry.from && `${word(t, dimension, entry.from)} → `}
          <strong>{word(t, dimension, entry.to)}</strong>
          {entry.text && <> · {entry.text}</>}
          {entry.due_on && <span className="soft"> · {t.timeline.correctedFrom(entry.due_on)}</span>}
        </>
      );
    }
    case 'recognition': {
      const event = word(t, 'recognitionEvent', entry.to);
      return (
        <>
          {entry.act === 'claimed' ? t.timeline.claimed(event) : t.timeline.recognised(event)}
          {entry.act === 'claimed' && entry.from !== 'recognised' && ` · ${word(t, 'recognitionState', entry.from)}`}
          {entry.text && <> · {entry.text}</>}
        </>
      );
    }
    case 'money': {
      const amount = money(entry.fen ?? 0);
      const claimed = entry.act === 'claimed';
      return (
        <>
          <AppLink to={paths.fund(entry.record_id ?? '')}>{claimed ? t.timeline.moneyClaimed(amount) : t.timeline.moneyRecognised(amount)}</AppLink>{' '}
          <span className="soft">
            {word(t, 'fundKind', entry.to)} · {entry.text}
            {claimed && entry.from !== 'recognised' && ` · ${word(t, 'fundState', entry.from)}`}
          </span>
        </>
      );
    }
    case 'document':
      return (
        <>
          <AppLink to={paths.fund(entry.record_id ?? '')}>{t.timeline.document(word(t, 'evidenceKind', entry.act))}</AppLink>{' '}
          <span className="soft">{entry.text}</span>
        </>
      );
    case 'problem':
      return (
        <>
          {t.timeline.problemActs[entry.act] ?? entry.act}{' '}
          <AppLink to={paths.problem(entry.record_id ?? '')}>{entry.to}</AppLink>
          {entry.act !== 'raise' && entry.text && <span className="told"> · {entry.text}</span>}
        </>
      );
    case 'admission':
      return (
        <>
          {t.admission.acts[entry.act] ?? entry.act} <AppLink to={paths.admission(entry.record_id ?? '')}>{entry.from}</AppLink>
          {entry.text && <span className="told"> · {entry.text}</span>}
        </>
      );
    case 'site':
      return (
        <>
          {word(t, 'siteStanding', entry.act)} <strong>{entry.to}</strong>
          {entry.text && <span className="told"> · {entry.text}</span>}
        </>
      );
    case 'claim':
      return (
        <>
          {t.claim.acts[entry.act] ?? entry.act} <span className="num">{entry.from}</span> · {entry.to}
          {entry.text && <span className="told"> · {entry.text}</span>}
        </>
      );
    case 'interaction':
      return (
        <>
          {word(t, 'interactionKind', entry.act)} <AppLink to={paths.interaction(entry.record_id ?? '')}>{entry.to}</AppLink>
          {entry.text && <span className="told"> · {entry.text}</span>}
          {entry.next_step && <div className="soft">{[t.timeline.next(entry.next_step), entry.due_on && t.timeline.due(entry.due_on)].filter(Boolean).join(' · ')}</div>}
        </>
      );
    case 'transfer':
      return (
        <>
          {t.transfer.acts[entry.act] ?? entry.act}{' '}
          <AppLink to={paths.transfer(entry.record_id ?? '')}>
            {entry.from} → {entry.to}
          </AppLink>
          {entry.text && <span className="told"> · {entry.text}</span>}
        </>
      );
    case 'commitment':
      return (
        <>
          {word(t, 'side', entry.from)} · {t.timeline.commitmentActs[entry.act] ?? entry.act}{' '}
          <AppLink to={paths.commitment(entry.record_id ?? '')}>{entry.to}</AppLink>
          {entry.text && <span className="told"> · {entry.text}</span>}
        </>
      );
    case 'support':
      return (
        <>
          {t.timeline.supportActs[entry.act] ?? entry.act} {entry.fen !== null && <span className="num">{t.timeline.wan(money(entry.fen))}</span>}{' '}
          <AppLink to={paths.support(entry.record_id ?? '')}>{entry.to}</AppLink>
          {entry.act !== 'apply' && entry.text && <span className="told"> · {entry.text}</span>}
        </>
      );
    case 'supervision':
      return (
        <>
          {t.supervision.acts[entry.act] ?? entry.act} <AppLink to={paths.supervision(entry.record_id ?? '')}>{entry.to}</AppLink>
          {(entry.act === 'issue' || entry.act === 'escalate') && ` · ${entry.from}`}
          {entry.text && <span className="told"> · {entry.text}</span>}
        </>
      );
    case 'milestone':
      return (
        <>
          <strong>{word(t, entry.act === 'node' ? 'node' : 'approval', entry.to)}</strong>
          {entry.text && <> · {entry.text}</>}
        </>
      );
    default:
      return entry.text;
  }
}

function Progress({ entry, t }: { entry: Entry; t: Dict }) {
  if (entry.act === 'no_change') {
    return (
      <span className="soft">
        {t.timeline.noChange}
        <By entry={entry} />
      </span>
    );
  }
  const next = [entry.next_step && t.timeline.next(entry.next_step), entry.due_on && t.timeline.due(entry.due_on)].filter(Boolean).join(' · ');
  return (
    <>
      <span className="told">{entry.text}</span>
      <By entry={entry} />
      {next && <div className="soft">{next}</div>}
      {entry.to && <div className="soft">{t.timeline.problem(entry.to)}</div>}
    </>
  );
}
