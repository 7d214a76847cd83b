import './fund.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Tabs } from 'antd';
import { useEffect, useRef } from 'react';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { paths } from '@/lib/paths';
import { Page } from '@/ui/Page';
import { Empty, Shown } from '@/ui/States';
import { useNarrow } from '@/ui/useNarrow';
import { useSearchState } from '@/ui/useSearch';
import { word } from '@/ui/words';
import { Decide, isTyping } from './Decide';
import { Duplicates, FundFacts } from './Facts';
import { fundQuery, queueQuery } from './queries';
import { Recognised } from './Recognised';
import { RecognitionFacts, useRecognition } from './RecognitionFacts';
import type { QueueItem } from './types';
import { Viewer } from './Viewer';

/** The review desk: what waits on the left, its proofs in the middle, its words and the decision on the right. */
export default function ReviewPage() {
  const t = useT();
  const narrow = useNarrow();
  const [search, change] = useSearchState();
  const only = search['only'];
  const queue = useInfiniteQuery(queueQuery(only));
  const items = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = queue.data?.pages[0]?.counts ?? {};
  const at = Math.max(0, items.findIndex((item) => item.id === search['id']));
  const current = items[at];
  const go = (item: QueueItem | undefined) => change({ id: item?.id, kind: item?.kind, pane: undefined }, { replace: true });

  useArrows((step) => {
    const next = items[at + step];
    if (next) go(next);
  });
  // The one decided leaves the queue; the next in line comes up, or the one before at the end.
  const decided = () => go(items[at + 1] ?? items[at - 1]);

  const waiting = Object.values(counts).reduce((sum, one) => sum + one, 0);
  return (
    <Page
      title={t.nav.review}
      sub={queue.data ? t.fund.deskSub(waiting) : undefined}
      actions={
        <>
        <AppLink to={paths.rounds}>{t.nav.rounds}</AppLink>
        <Segmented
          aria-label={t.fund.queueKind}
          value={only ?? ''}
          onChange={(value) => change({ only: value || undefined, id: undefined, kind: undefined })}
          options={[
            { value: '', label: t.common.all },
            { value: 'fund', label: `${t.fund.queueFunds} ${counts['fund'] ?? ''}` },
            { value: 'recognition', label: `${t.fund.queueRecognitions} ${counts['recognition'] ?? ''}` },
          ]}
        />
        </>
      }
    >
      <Shown of={queue}>
        {() => {
          if (!current) {
            return (
              <div className="panel">
                <Empty title={t.fund.deskEmpty} hint={t.fund.deskEmptyHint}>
                  <AppLink to={paths.funds}>{t.nav.funds}</AppLink>
                </Empty>
              </div>
            );
          }
          const list = <QueueList items={items} current={current} go={go} more={queue.hasNextPage ? () => void queue.fetchNextPage() : undefined} loading={queue.isFetchingNextPage} />;
          return current.kind === 'fund' ? (
            <FundDesk key={current.id} item={current} list={list} narrow={narrow} decided={decided} />
          ) : (
            <RecognitionDesk key={current.id} item={current} list={list} narrow={narrow} decided={decided} />
          );
        }}
      </Shown>
    </Page>
  );
}

/** j and k or the arrows walk the queue, wherever nobody is typing. */
function useArrows(move: (step: number) => void) {
  const latest = useRef(move);
  latest.current = move;
  useEffect(() => {
    const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
    const onKey = (event: KeyboardEvent) => {
      const step = steps[event.key];
      const inside = event.target instanceof HTMLElement && event.target.closest('.picture,[role=toolbar],.ant-segmented,.ant-tabs-nav');
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || inside) return;
      event.preventDefault();
      latest.current(step);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

interface ListProps {
  items: QueueItem[];
  current: QueueItem;
  go: (item: QueueItem) => void;
  more: (() => void) | undefined;
  loading: boolean;
}

function QueueList({ items, current, go, more, loading }: ListProps) {
  const t = useT();
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current.id]);
  return (
    <>
      <ul ref={box} className="queue">
        {items.map((item) => (
          <li key={item.kind + item.id}>
            <button type="button" aria-current={item.id === current.id ? 'true' : undefined} onClick={() => go(item)}>
              <span className="queue-title">{item.project.name}</span>
              <span className="queue-line">
                <span className="soft">{item.unit.short_name || item.unit.name}</span>
                {item.amount_fen === null ? <span className="tag">{word(t, 'recognitionEvent', item.event) || t.fund.queueRecognition}</span> : <Amount fen={item.amount_fen} />}
              </span>
              <span className="queue-line">
                <span className="soft">{t.fund.claimedOn(instant(item.claimed_at).slice(0, 10))}</span>
                <span>
                  {item.mine && <span className="tag">{t.fund.mine}</span>}
                  {item.warnings_count > 0 && <span className="tag warn">{t.fund.duplicatesN(item.warnings_count)}</span>}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {more && (
        <Button block onClick={more} loading={loading}>
          {t.common.more}
        </Button>
      )}
      <p className="soft queue-keys">
        <kbd>J</kbd> <kbd>K</kbd> {t.fund.keysWalk} · <kbd>A</kbd> <kbd>R</kbd> <kbd>B</kbd> <kbd>X</kbd> {t.fund.keysDecide}
      </p>
    </>
  );
}

interface DeskProps {
  item: QueueItem;
  list: React.ReactNode;
  narrow: boolean;
  decided: () => void;
}

function FundDesk({ item, list, narrow, decided }: DeskProps) {
  const t = useT();
  const fund = useQuery(fundQuery(item.id));
  return (
    <Panes
      narrow={narrow}
      list={list}
      proofs={<Shown of={fund}>{(view) => <Viewer proofs={view.evidence} tall />}</Shown>}
      proofsLabel={fund.data ? `${t.fund.evidence} ${fund.data.evidence.length}` : t.fund.evidence}
      facts={
        <Shown of={fund}>
          {(view) => (
            <>
              <div className="desk-scroll">
                <div className="desk-head">
                  <span className="soft">{t.fund.claimed}</span>
                  <strong>
                    <Amount fen={view.claimed_fen} />
                  </strong>
                  <AppLink to={paths.fund(view.id)}>{view.code}</AppLink>
                </div>
                <h2>{t.fund.hints}</h2>
                <Duplicates fund={view} />
                {view.evidence_missing && <p className="decide-why">{view.evidence_missing}</p>}
                <Recognised id={view.id} heading={false} />
                <h2>{t.fund.facts}</h2>
                <FundFacts fund={view} />
              </div>
              <Decide keys subject={{ kind: 'fund', record: view }} onDecided={decided} />
            </>
          )}
        </Shown>
      }
    />
  );
}

function RecognitionDesk({ item, list, narrow, decided }: DeskProps) {
  const t = useT();
  const { recognition, project } = useRecognition(item);
  return (
    <Panes
      narrow={narrow}
      list={list}
      proofs={<Shown of={project}>{(view) => <RecognitionFacts project={view} />}</Shown>}
      proofsLabel={t.fund.project}
      facts={
        <Shown of={recognition}>
          {(record) => (
            <>
              <div className="desk-scroll">
                <div className="desk-head">
                  <span className="soft">{t.fund.queueRecognition}</span>
                  <strong>{t.words.recognitionEvent[record.event] ?? record.event}</strong>
                </div>
                <dl className="lines">
                  <div>
                    <dt>{t.fund.project}</dt>
                    <dd>
                      <AppLink to={paths.project(record.project.id)}>{record.project.name}</AppLink>
                    </dd>
                  </div>
                  <div>
                    <dt>{t.fund.happenedOn}</dt>
                    <dd>{record.happened_on}</dd>
                  </div>
                  <div>
                    <dt>{t.fund.unit}</dt>
                    <dd>{record.unit.name}</dd>
                  </div>
                  <div>
                    <dt>{t.fund.claimedBy}</dt>
                    <dd>{record.claimed_by?.name ?? '—'}</dd>
                  </div>
                </dl>
              </div>
              <Decide keys subject={{ kind: 'recognition', record }} onDecided={decided} />
            </>
          )}
        </Shown>
      }
    />
  );
}

interface PanesProps {
  narrow: boolean;
  list: React.ReactNode;
  proofs: React.ReactNode;
  proofsLabel: string;
  facts: React.ReactNode;
}

/** Three panes on a screen, three tabs on a phone. */
function Panes({ narrow, list, proofs, proofsLabel, facts }: PanesProps) {
  const t = useT();
  const [search, change] = useSearchState();
  if (narrow) {
    return (
      <Tabs
        className="desk-tabs"
        activeKey={search['pane'] ?? 'facts'}
        onChange={(pane) => change({ pane }, { replace: true })}
        items={[
          { key: 'queue', label: t.fund.queue, children: <div className="panel">{list}</div> },
          { key: 'proofs', label: proofsLabel, children: <div className="panel">{proofs}</div> },
          { key: 'facts', label: t.fund.toDecide, children: <div className="panel desk-facts">{facts}</div> },
        ]}
      />
    );
  }
  return (
    <div className="desk">
      <section className="panel desk-queue" aria-label={t.fund.queue}>
        {list}
      </section>
      <section className="panel desk-proofs" aria-label={proofsLabel}>
        {proofs}
      </section>
      <section className="panel desk-facts" aria-label={t.fund.toDecide}>
        {facts}
      </section>
    </div>
  );
}
