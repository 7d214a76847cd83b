import './board.css';
import { ArrowRightOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState, type DragEvent } from 'react';
import { api } from '@/api/http';
import { useT, type Dict } from '@/i18n';
import { money } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import { Grade } from '@/ui/keeping/Grade';
import { LightOf } from '@/ui/lights/Light';
import { useLightsNow } from '@/ui/lights/useLightsNow';
import { Page } from '@/ui/Page';
import { UnitPick } from '@/ui/pick';
import { Empty, Shown } from '@/ui/States';
import { useNarrow } from '@/ui/useNarrow';
import { useSearchState } from '@/ui/useSearch';
import { options, word } from '@/ui/words';
import { AdvanceDialog } from './Dialogs';
import type { Board, BoardCard, BoardColumn, CardPage, ProjectView } from './types';

interface Move {
  card: BoardCard;
  to?: string;
}

/** 看板: projects that go on, by stage. A card dropped on another stage asks the gate, as its button does. */
export default function BoardPage() {
  const t = useT();
  const narrow = useNarrow();
  const { message } = App.useApp();
  const [search, change] = useSearchState();
  const [move, setMove] = useState<Move | null>(null);
  const [dragged, setDragged] = useState<BoardCard | null>(null);
  const filter = { ...(search['unit'] ? { unit: search['unit'] } : {}), ...(search['track'] ? { track: search['track'] } : {}), ...(search['grade'] ? { grade: search['grade'] } : {}) };
  const board = useQuery({
    queryKey: ['board', filter],
    queryFn: ({ signal }) => api.get<Board>('/api/v1/board', filter, signal),
  });
  const drop = (stage: string) => {
    const card = dragged;
    setDragged(null);
    if (!card || card.stage === stage) return;
    if (card.advance?.ok === false) void message.warning(card.advance.reason ?? t.common.notAllowed);
    else if (!card.next_stages.includes(stage)) void message.warning(t.project.boardNotThere(word(t, 'stage', card.stage), word(t, 'stage', stage), wayOn(t, card)));
    else setMove({ card, to: stage });
  };
  const shown = (columns: BoardColumn[]) => columns.find((one) => one.stage === search['stage']) ?? columns.find((one) => one.projects > 0) ?? columns[0];
  return (
    <Page title={t.project.board} crumbs={[{ label: t.project.title, to: paths.projects }]} sub={board.data && t.project.boardAsOf(board.data.as_of)}>
      <div className="board-filters" role="search" aria-label={t.project.board}>
        <UnitPick aria-label={t.project.leadUnit} placeholder={t.project.leadUnit} allowClear value={search['unit'] ?? null} onChange={(unit) => change({ unit })} />
        <Select
          aria-label={t.project.track}
          placeholder={t.project.track}
          allowClear
          style={{ width: 150 }}
          value={search['track'] ?? null}
          options={options(t, 'track')}
          onChange={(track) => change({ track })}
        />
        <Select
          aria-label={t.keeping.grade}
          placeholder={t.keeping.grade}
          allowClear
          style={{ width: 110 }}
          value={search['grade'] ?? null}
          options={options(t, 'grade')}
          onChange={(grade) => change({ grade })}
        />
      </div>
      <Shown of={board} rows={12}>
        {({ columns }) =>
          columns.every((one) => one.projects === 0) ? (
            <div className="panel">
              <Empty title={t.project.boardEmpty} hint={t.project.boardEmptyHint} />
            </div>
          ) : narrow ? (
            <>
              <Select
                aria-label={t.project.stage}
                className="board-stage"
                value={shown(columns)?.stage ?? null}
                options={columns.map((one) => ({ value: one.stage, label: `${word(t, 'stage', one.stage)} · ${t.project.boardCount(one.projects)}` }))}
                onChange={(stage) => change({ stage }, { replace: true })}
              />
              {[shown(columns)].map((one) => one && <Column key={`${one.stage}${JSON.stringify(filter)}`} column={one} filter={filter} move={setMove} />)}
            </>
          ) : (
            <div className="board" tabIndex={0} role="group" aria-label={t.project.board}>
              {columns.map((one) => (
                <Column
                  key={`${one.stage}${JSON.stringify(filter)}`}
                  column={one}
                  filter={filter}
                  move={setMove}
                  drag={setDragged}
                  drop={drop}
                  open={dragged?.next_stages.includes(one.stage) ?? false}
                />
              ))}
            </div>
          )
        }
      </Shown>
      {move && <MoveDialog move={move} close={() => setMove(null)} />}
    </Page>
  );
}

function wayOn(t: Dict, card: BoardCard): string {
  return card.next_stages.map((stage) => word(t, 'stage', stage)).join(t.project.listComma);
}

interface ColumnProps {
  column: BoardColumn;
  filter: Record<string, string>;
  move: (move: Move) => void;
  drag?: (card: BoardCard | null) => void;
  drop?: (stage: string) => void;
  /** Whether the card in hand may be dropped here. */
  open?: boolean;
}

function Column({ column, filter, move, drag, drop, open }: ColumnProps) {
  const t = useT();
  const [over, setOver] = useState(false);
  const more = useInfiniteQuery({
    queryKey: ['board', 'column', column.stage, filter, column.next_cursor],
    queryFn: ({ pageParam, signal }) => api.get<CardPage>(`/api/v1/board/${column.stage}`, { ...filter, cursor: pageParam }, signal),
    initialPageParam: column.next_cursor ?? '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    enabled: false,
  });
  const cards = [...column.cards, ...(more.data?.pages.flatMap((page) => page.cards) ?? [])];
  const left = more.data ? more.hasNextPage : column.next_cursor !== null;
  const name = word(t, 'stage', column.stage);
  const lights = useLightsNow(cards.map((card) => card.id));
  const over_ = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(on);
  };
  return (
    <section
      className={`board-column${over ? ' over' : ''}${open ? ' open' : ''}`}
      aria-label={name}
      {...(drop
        ? {
            onDragOver: over_(true),
            onDragLeave: over_(false),
            onDrop: (event: DragEvent) => {
              over_(false)(event);
              drop(column.stage);
            },
          }
        : {})}
    >
      <header>
        <h2>{name}</h2>
        <span className="num">{column.projects.toLocaleString('en-US')}</span>
        <small className="num">{t.project.boardTotal(money(column.total_fen, 'yi'), column.projects - column.with_total)}</small>
      </header>
      {cards.length === 0 ? (
        <p className="soft board-none">{t.project.boardNone}</p>
      ) : (
        <ul>
          {cards.map((card) => (
            <li
              key={card.id}
              className="board-card"
              {...(drag && card.advance.ok
                ? {
                    draggable: true,
                    onDragStart: (event: DragEvent) => {
                      event.dataTransfer.setData('text/plain', card.code);
                      event.dataTransfer.effectAllowed = 'move';
                      drag(card);
                    },
                    onDragEnd: () => drag(null),
                  }
                : {})}
            >
              <AppLink to={paths.project(card.id)} className="name" draggable={false}>
                {card.name}
              </AppLink>{' '}
              <Grade grade={card.grade} />
              {card.code_name && <span className="tag warn">{card.code_name.covered ? t.secret.cover : card.code_name.alias}</span>}
              <div className="soft">{card.lead_unit.short_name || card.lead_unit.name}</div>
              <div className="board-facts">
                <LightOf light={lights.get(card.id)} />
                <span className="num" title={t.project.boardSince(card.stage_since_on)}>
                  {t.project.boardDays(card.days_in_stage)}
                </span>
                <span className="num">{card.total_fen === null ? t.project.boardNoTotal : `${money(card.total_fen, 'yi')} ${t.common.unitName.yi}`}</span>
                {card.next_stages.length > 0 && (
                  <ActionButton
                    type="text"
                    size="small"
                    icon={<ArrowRightOutlined />}
                    action={card.advance}
                    aria-label={t.project.boardMove(card.name)}
                    onClick={() => move({ card })}
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {left && (
        <Button block type="text" loading={more.isFetching} onClick={() => void (more.data ? more.fetchNextPage() : more.refetch())}>
          {t.project.boardMore}
        </Button>
      )}
    </section>
  );
}

/** The same dialog as on the project's page, with what the gate still asks for. */
function MoveDialog({ move: { card, to }, close }: { move: Move; close: () => void }) {
  const project = useQuery({
    queryKey: ['projects', card.id],
    queryFn: ({ signal }) => api.get<ProjectView>(`/api/v1/projects/${card.id}`, undefined, signal),
  });
  return <AdvanceDialog key={card.id} project={project.data ?? card} name={card.name} {...(to ? { to } : {})} close={close} />;
}
