import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '@/api/http';
import { useCan } from '@/api/session';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import type { AdmissionRecord, Opinion } from '@/ui/admissions/types';
import { AppLink } from '@/ui/AppLink';
import { Page } from '@/ui/Page';
import { PlainTable } from '@/ui/PlainTable';
import { Empty, Shown } from '@/ui/States';
import { StateTag, word } from '@/ui/words';
import { AnswerDialog, AskDialog, ConcludeDialog, MeetDialog, WithdrawDialog } from './Dialogs';

/** One review: papers, opinions, meeting, conclusion. */
export default function AdmissionPage() {
  const t = useT();
  const { id = '' } = useParams({ strict: false });
  const review = useQuery({
    queryKey: ['admissions', 'one', id],
    queryFn: ({ signal }) => api.get<AdmissionRecord>(`/api/v1/admissions/${id}`, undefined, signal),
  });
  if (review.data) return <Record review={review.data} />;
  return (
    <Page title={t.admission.one} crumbs={[{ label: t.admission.title, to: paths.admissions }]}>
      <Shown of={review} rows={8}>
        {() => null}
      </Shown>
    </Page>
  );
}

type What = 'ask' | 'meet' | 'conclude' | 'withdraw';
/** Which steps are shown in which state: the others could not be taken by anybody. */
const steps: Record<string, What[]> = {
  precheck: ['ask', 'withdraw'],
  opinions: ['meet', 'conclude', 'withdraw'],
  meeting: ['conclude'],
  supplement: ['ask', 'withdraw'],
  deferred: ['ask', 'withdraw'],
};

function Record({ review }: { review: AdmissionRecord }) {
  const t = useT();
  const can = useCan();
  const [doing, setDoing] = useState<What | null>(null);
  const [answering, setAnswering] = useState<Opinion | null>(null);
  const stop = () => setDoing(null);
  const { actions } = review;
  const shown = (steps[review.state] ?? []).filter((what) => !(review.state === 'opinions' && what === (review.needs_meeting ? 'conclude' : 'meet')));
  const facts: [string, React.ReactNode, boolean?][] = [
    [t.admission.project, <AppLink key="project" to={paths.project(review.project.id)}>{review.project.name}</AppLink>],
    [t.admission.rule, review.rule],
    [t.admission.decision, review.needs_meeting ? t.admission.needsMeeting : t.admission.noMeeting],
    [t.admission.requestedBy, [review.requested_by?.name, review.requested_on].filter(Boolean).join(' · ')],
    [t.admission.due, review.due_on],
    [t.admission.heldOn, review.meeting_on],
    [t.admission.place, review.meeting_place],
    [t.admission.minutes, review.minutes_no],
    [t.admission.attendees, review.attendees, true],
    [t.admission.concludedBy, [review.concluded_by?.name, review.concluded_on].filter(Boolean).join(' · ')],
    [t.admission.conclusionText, review.conclusion, true],
    [t.admission.note, review.note, true],
  ];
  const label: Record<What, string> = { ask: t.admission.ask, meet: t.admission.meet, conclude: t.admission.conclude, withdraw: t.admission.withdraw };
  return (
    <Page
      title={review.project.name}
      crumbs={[{ label: t.admission.title, to: paths.admissions }]}
      sub={
        <span className="tags">
          <span className="num">{review.code}</span>
          <StateTag dimension="admissionState" code={review.state} />
        </span>
      }
      actions={
        (can('admission.write') || can('admission.recognise')) &&
        shown.map((what) => (
          <ActionButton key={what} type={what === 'withdraw' ? 'default' : 'primary'} action={actions[what]} onClick={() => setDoing(what)}>
            {label[what]}
          </ActionButton>
        ))
      }
    >
      <div className="grid">
        <div className="span-8 stack">
          <section className="panel" aria-label={t.admission.one}>
            <dl className="facts">
              {facts
                .filter(([, value]) => value !== '' && value !== null)
                .map(([name, value, wide]) => (
                  <div key={name} className={wide ? 'wide' : ''}>
                    <dt>{name}</dt>
                    <dd style={wide ? { whiteSpace: 'pre-wrap' } : undefined}>{value}</dd>
                  </div>
                ))}
            </dl>
          </section>
          <section className="panel" aria-label={t.admission.opinions}>
            <h2>{t.admission.opinions}</h2>
            {review.opinions.length === 0 ? <Empty title={t.admission.noOpinions} hint="" /> : <Opinions review={review} answer={setAnswering} />}
          </section>
        </div>
        <section className="panel span-4" aria-label={t.admission.log}>
          <h2>{t.admission.log}</h2>
          <ol className="log">
            {review.log.map((entry) => (
              <li key={entry.no}>
                <span className="num soft nowrap">{entry.happened_on}</span>
                <div>
                  <strong>{t.admission.acts[entry.act] ?? entry.act}</strong> {entry.text}
                  <div className="soft">{[entry.done_by?.name, instant(entry.done_at)].filter(Boolean).join(' · ')}</div>
                </div>
              </li>
            ))}
          </ol>
        </section>
      </div>
      {doing === 'ask' && <AskDialog review={review} close={stop} />}
      {doing === 'meet' && <MeetDialog review={review} close={stop} />}
      {doing === 'conclude' && <ConcludeDialog review={review} close={stop} />}
      {doing === 'withdraw' && <WithdrawDialog review={review} close={stop} />}
      {answering && <AnswerDialog review={review} opinion={answering} close={() => setAnswering(null)} />}
    </Page>
  );
}

function Opinions({ review, answer }: { review: AdmissionRecord; answer: (opinion: Opinion) => void }) {
  const t = useT();
  const rounds = review.round > 1;
  return (
    <PlainTable
      label={t.admission.opinions}
      rows={[...review.opinions].reverse().sort((a, b) => b.round - a.round || a.no - b.no)}
      rowKey={(row) => String(row.no)}
      columns={[
        {
          title: t.admission.subject,
          head: true,
          cell: (row) => (
            <>
              {word(t, 'subject', row.subject)}
              {rounds && <div className="soft">{t.admission.round(row.round)}</div>}
            </>
          ),
        },
        { title: t.admission.department, cell: (row) => row.unit.short_name || row.unit.name },
        { title: t.admission.due, cell: (row) => <span className="num nowrap">{row.due_on}</span> },
        {
          title: t.admission.verdict,
          cell: (row) => (
            <span className="tags">
              {row.verdict ? <StateTag dimension="verdict" code={row.verdict} /> : row.overdue ? <span className="tag bad">{t.admission.late}</span> : <span className="tag">{t.admission.waiting}</span>}
            </span>
          ),
        },
        { title: t.admission.clause, cell: (row) => <Said opinion={row} /> },
        ...(review.opinions.some((row) => row.answer.ok)
          ? [
              {
                title: t.common.actions,
                cell: (row: Opinion) =>
                  row.answer.ok ? (
                    <button type="button" className="link" onClick={() => answer(row)} aria-label={`${t.admission.answer} ${word(t, 'subject', row.subject)}`}>
                      {t.admission.answer}
                    </button>
                  ) : (
                    ''
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Said({ opinion }: { opinion: Opinion }) {
  const t = useT();
  return (
    <>
      {opinion.text}
      {opinion.condition_text !== '' && (
        <div>
          {t.admission.condition}
          {t.common.colon}
          {opinion.condition_text}
          <div className="soft">
            {opinion.condition_unit?.name} · {t.admission.conditionDue} <span className="num nowrap">{opinion.condition_due_on}</span>
          </div>
        </div>
      )}
      {opinion.answered_on && <div className="soft">{[opinion.answered_by?.name, opinion.answered_on].filter(Boolean).join(' · ')}</div>}
    </>
  );
}
