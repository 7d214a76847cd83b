import './review.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { App } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { Amount } from '@/ui/Amount';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { Shown } from '@/ui/States';
import { useWrite } from '@/ui/useWrite';
import { StateTag, word } from '@/ui/words';
import { AnswerDialog, ObjectDialog, OpinionDialog } from './Dialogs';
import { MeetingDrawer } from './MeetingDrawer';
import type { Objection, Round, RoundItem } from './types';

export type Doing =
  | { what: 'opine' | 'object'; item: RoundItem }
  | { what: 'answer'; item: RoundItem; objection: Objection }
  | { what: 'meet' };

/** One round: receipts with what departments think of them, what the meeting decided, what units object. */
export default function RoundPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const round = useQuery({ queryKey: ['rounds', 'one', id], queryFn: ({ signal }) => api.get<Round>(`/api/v1/rounds/${id}`, undefined, signal) });
  if (round.data) return <Record round={round.data} />;
  return (
    <Page title={t.review.one} crumbs={[{ label: t.review.title, to: paths.rounds }]}>
      <Shown of={round} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

export const refreshRounds = [['rounds'], ['review'], ['funds'], ['book'], ['scores'], ['dashboard'], ['figure']];

function Record({ round }: { round: Round }) {
  const t = useT();
  const can = useCan();
  const { modal } = App.useApp();
  const [doing, setDoing] = useState<Doing | null>(null);
  const finish = useWrite((_: null, key) => api.post<Round>(`/api/v1/rounds/${round.id}/finish`, { version: round.version }, key), { said: t.review.finished, refresh: refreshRounds });
  const reviewer = can('fund.recognise');
  const facts: [string, React.ReactNode][] = [
    [t.review.openedOn, [round.opened_on, round.opened_by].filter(Boolean).join(' · ')],
    ...(round.departments.length > 0 ? [[t.review.dueOn, round.opinions_due_on] as [string, React.ReactNode]] : []),
    ...(round.met_on ? [[t.review.metOn, t.review.minutes(round.minutes_no, round.met_on)] as [string, React.ReactNode]] : []),
    ...(round.notice_from && round.notice_until ? [[t.review.noticeUntil, t.review.notice(round.notice_from, round.notice_until)] as [string, React.ReactNode]] : []),
    ...(round.finished_on ? [[t.review.finish, round.finished_on] as [string, React.ReactNode]] : []),
  ];
  return (
    <Page
      title={round.name}
      crumbs={[{ label: t.review.title, to: paths.rounds }]}
      sub={
        <span className="tags">
          <span className="num">{round.code}</span>
          <StateTag dimension="roundState" code={round.state} />
        </span>
      }
      actions={
        reviewer && (
          <>
            {round.state === 'open' && (
              <ActionButton type="primary" action={round.actions['meet']} onClick={() => setDoing({ what: 'meet' })}>
                {t.review.meet}
              </ActionButton>
            )}
            {round.state === 'noticed' && (
              <ActionButton
                type="primary"
                action={round.actions['finish']}
                loading={finish.isPending}
                onClick={() => void modal.confirm({ title: t.review.finishAsk, content: t.review.finishHint, okText: t.review.finish, cancelText: t.common.cancel, onOk: () => finish.mutate(null) })}
              >
                {t.review.finish}
              </ActionButton>
            )}
          </>
        )
      }
    >
      <div className="grid">
        <section className="panel span-8" aria-label={t.review.items}>
          <h2>{t.review.items}</h2>
          <ul className="round-items">
            {round.items.map((item) => (
              <Item key={item.fund_id} round={round} item={item} reviewer={reviewer} open={setDoing} />
            ))}
          </ul>
        </section>
        <div className="span-4 stack">
          <section className="panel" aria-label={t.review.one}>
            <h2>{t.review.one}</h2>
            <dl className="facts two">
              {facts.map(([label, value]) => (
                <div key={label} className="wide">
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </section>
          {round.departments.length > 0 && (
            <section className="panel" aria-label={t.review.departments}>
              <h2>{t.review.departments}</h2>
              <ul className="rows">
                {round.departments.map((one) => (
                  <li key={one.unit.id}>
                    <span className="grow">{one.unit.name}</span>
                    <span className="num soft">{t.review.answered(one.answered, round.receipts)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
      {doing?.what === 'opine' && <OpinionDialog round={round} item={doing.item} close={() => setDoing(null)} />}
      {doing?.what === 'object' && <ObjectDialog round={round} item={doing.item} close={() => setDoing(null)} />}
      {doing?.what === 'answer' && <AnswerDialog round={round} item={doing.item} objection={doing.objection} close={() => setDoing(null)} />}
      {doing?.what === 'meet' && <MeetingDrawer round={round} close={() => setDoing(null)} />}
    </Page>
  );
}

function Item({ round, item, reviewer, open }: { round: Round; item: RoundItem; reviewer: boolean; open: (doing: Doing) => void }) {
  const t = useT();
  const can = useCan();
  const reads = can('fund.read');
  const asked = round.departments.some((one) => one.mine);
  const unit = can('fund.write') && !reviewer;
  return (
    <li>
      <div className="round-head">
        <div>
          <h3>{reads ? <AppLink to={paths.fund(item.fund_id)}>{item.project.name}</AppLink> : item.project.name}</h3>
          <span className="soft">
            {item.code} · {item.unit.short_name || item.unit.name} · {item.payer} · {item.received_on} · {word(t, 'fundKind', item.kind)}
          </span>
        </div>
        <dl className="round-money">
          <div>
            <dt>{t.review.claimed}</dt>
            <dd>
              <Amount fen={item.claimed_fen} unit="wan" />
            </dd>
          </div>
          {item.verdict && (
            <div>
              <dt>{t.review.recognised}</dt>
              <dd>
                <Amount fen={item.recognised_fen ?? 0} unit="wan" />
              </dd>
            </div>
          )}
        </dl>
      </div>
      {(item.verdict || item.state !== 'claimed') && (
        <p className="no-gap">
          <StateTag dimension="fundState" code={item.state} /> {item.reason}
        </p>
      )}
      {round.departments.length > 0 && (
        <ul className="round-said" aria-label={t.review.opinions}>
          {item.opinions.length === 0 && <li className="soft">{t.review.noOpinion}</li>}
          {item.opinions.map((one) => (
            <li key={one.unit.id}>
              <span className={`tag ${one.agrees ? 'good' : 'bad'}`}>{one.agrees ? t.review.agree : t.review.against}</span>
              {one.unit.name}
              {one.text && `：${one.text}`} <span className="soft">{[one.given_by, one.given_on].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
      {item.objections.map((one) => (
        <div key={one.id} className="round-objection">
          <span className={`tag ${one.upheld === null ? 'warn' : one.upheld ? 'good' : ''}`}>
            {one.upheld === null ? t.closing.waiting : one.upheld ? t.review.isUpheld : t.review.notUpheld}
          </span>{' '}
          {one.unit.name}：{one.text} <span className="soft">{one.raised_on}</span>
          {one.answered_on ? (
            <div className="soft">
              {t.review.answer}：{one.answer} · {one.answered_on}
            </div>
          ) : (
            reviewer && (
              <div className="round-doing">
                <ActionButton size="small" action={round.actions['answer']} onClick={() => open({ what: 'answer', item, objection: one })}>
                  {t.review.answer}
                </ActionButton>
              </div>
            )
          )}
        </div>
      ))}
      {((asked && round.state === 'open') || (unit && round.state === 'noticed')) && (
        <div className="round-doing">
          {asked && round.state === 'open' && (
            <ActionButton size="small" action={round.actions['opine']} onClick={() => open({ what: 'opine', item })}>
              {t.review.opine}
            </ActionButton>
          )}
          {unit && round.state === 'noticed' && (
            <ActionButton size="small" action={round.actions['object']} onClick={() => open({ what: 'object', item })}>
              {t.review.object}
            </ActionButton>
          )}
        </div>
      )}
    </li>
  );
}
