import { useNavigate } from '@tanstack/react-router';
import { App, Button, Form, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api } from '@/api/http';
import type { Action } from '@/api/types';
import { useOfficeDay, useSession } from '@/api/session';
import { useT, type Dict } from '@/i18n';
import { money, parseMoney } from '@/lib/money';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { DateInput } from '@/ui/DateInput';
import { useWrite } from '@/ui/useWrite';
import { word } from '@/ui/words';
import { afterDecision } from './queries';
import type { FundView, Recognition } from './types';

export type Verdict = 'recognise' | 'reduce' | 'return' | 'reject';
export const KEYS: Record<Verdict, string> = { recognise: 'A', reduce: 'R', return: 'B', reject: 'X' };

export type Subject = { kind: 'fund'; record: FundView } | { kind: 'recognition'; record: Recognition };

interface Values {
  amount?: string;
  recognised_on?: string;
  reason?: string;
}

interface Props {
  subject: Subject;
  /** Letters choose, where the page is a desk. */
  keys?: boolean;
  onDecided: () => void;
}

/** Why a verdict cannot be given now: the server's word, or none. */
function refusal(subject: Subject, verdict: Verdict): Action | undefined {
  if (subject.kind === 'recognition' && verdict === 'reduce') return undefined;
  return subject.record.actions[verdict];
}

/** The bar of decisions. A letter chooses one, Enter gives it, Escape takes the hand back. */
export function Decide({ subject, keys, onDecided }: Props) {
  const t = useT();
  const [chosen, setChosen] = useState<Verdict | null>(null);
  const verdicts: Verdict[] = subject.kind === 'fund' ? ['recognise', 'reduce', 'return', 'reject'] : ['recognise', 'return', 'reject'];
  useEffect(() => setChosen(null), [subject.record.id]);
  useLetters(keys ?? false, (letter) => {
    const verdict = verdicts.find((one) => KEYS[one] === letter);
    if (!verdict || refusal(subject, verdict)?.ok === false) return false;
    setChosen(verdict);
    return true;
  });
  const blocked = refusal(subject, 'recognise');
  return (
    <div className="decide" role="group" aria-label={t.fund.decide}>
      {blocked && !blocked.ok && (
        <p className="decide-why" role="note">
          {blocked.reason ?? t.common.notAllowed}
        </p>
      )}
      {chosen && <Verdict key={chosen + subject.record.id} subject={subject} verdict={chosen} cancel={() => setChosen(null)} onDecided={onDecided} />}
      <div className="decide-bar">
        {verdicts.map((verdict) => (
          <ActionButton
            key={verdict}
            action={refusal(subject, verdict)}
            type={verdict === 'recognise' ? 'primary' : 'default'}
            className={verdict === 'reject' ? 'reject' : ''}
            aria-pressed={chosen === verdict}
            aria-keyshortcuts={keys ? KEYS[verdict] : undefined}
            onClick={() => setChosen(verdict)}
          >
            {subject.kind === 'recognition' && verdict === 'recognise' ? t.fund.recogniseEvent : t.fund.verdict[verdict]}
            {keys && <kbd aria-hidden>{KEYS[verdict]}</kbd>}
          </ActionButton>
        ))}
      </div>
    </div>
  );
}

function useLetters(active: boolean, run: (letter: string) => boolean) {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      // The field that opens takes the hand at once: without this the letter would be typed into it.
      if (latest.current(event.key.toUpperCase())) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [active]);
}

export function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (!element || typeof element.closest !== 'function') return false;
  return element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName) || element.closest('[role=dialog],[role=listbox],[role=menu]') !== null;
}

function Verdict({ subject, verdict, cancel, onDecided }: { subject: Subject; verdict: Verdict; cancel: () => void; onDecided: () => void }) {
  const t = useT();
  const { server } = useSession();
  const day = useOfficeDay();
  const { notification } = App.useApp();
  const navigate = useNavigate();
  const [form] = Form.useForm<Values>();
  const box = useRef<HTMLDivElement>(null);
  const { record } = subject;
  const received = subject.kind === 'fund' ? subject.record.received_on : subject.record.happened_on;
  const dated = verdict === 'recognise' || verdict === 'reduce';
  const reasoned = verdict !== 'recognise';

  const decide = useWrite(
    (values: Values, key) => {
      const base = subject.kind === 'fund' ? `/api/v1/funds/${record.id}` : `/api/v1/recognitions/${record.id}`;
      const act = verdict === 'reduce' ? 'recognise' : verdict;
      const body = {
        version: record.version,
        ...(reasoned ? { reason: values.reason ?? '' } : {}),
        ...(dated && values.recognised_on ? { recognised_on: values.recognised_on } : {}),
        ...(verdict === 'reduce' ? { recognised_fen: Number(parseMoney(values.amount ?? '', 'wan')) } : {}),
      };
      return api.post<FundView | Recognition>(`${base}/${act}`, body, key);
    },
    {
      refresh: afterDecision,
      place: () => ({ form }),
      onDone: (view) => {
        const link = subject.kind === 'fund' ? paths.fund(record.id) : paths.project(record.project.id);
        notification.success({
          key: record.id,
          title: said(t, subject, verdict, view),
          description: (
            <>
              {dated && subject.kind === 'fund' ? t.fund.saidFinal : null}{' '}
              {/* Notices are drawn outside the router, so that a link there must navigate by hand. */}
              <button
                type="button"
                className="link"
                onClick={() => {
                  notification.destroy(record.id);
                  void navigate({ to: link });
                }}
              >
                {t.fund.saidLook}
              </button>
            </>
          ),
          duration: 8,
        });
        onDecided();
      },
    },
  );

  useEffect(() => {
    // The hand is on the keyboard: the first field, or the button that Enter presses.
    const target = box.current?.querySelector<HTMLElement>(reasoned ? 'input,textarea' : 'button[type=submit]');
    target?.focus();
  }, [reasoned]);

  const claimed = subject.kind === 'fund' ? subject.record.claimed_fen : null;
  return (
    <div
      ref={box}
      className="verdict"
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          cancel();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
      }}
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={{ recognised_on: received > day ? received : day }} onFinish={(values) => decide.mutate(values)}>
        <p className="verdict-what">{what(t, subject, verdict)}</p>
        {verdict === 'reduce' && claimed !== null && (
          <Form.Item
            name="amount"
            label={t.common.withUnit(t.fund.reduceTo, t.common.unitName.wan)}
            extra={t.fund.reduceHint(money(claimed))}
            rules={[
              {
                validator: (_, text: string | undefined) => {
                  const fen = parseMoney(text ?? '', 'wan');
                  return fen !== null && fen > 0n && fen < BigInt(claimed) ? Promise.resolve() : Promise.reject(new Error(t.fund.reduceWrong));
                },
              },
            ]}
          >
            <Input inputMode="decimal" maxLength={20} />
          </Form.Item>
        )}
        {reasoned && (
          <Form.Item name="reason" label={t.fund.reasonOf[verdict]} rules={[{ required: true, whitespace: true, message: t.fund.reasonNeeded }]}>
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        )}
        {dated && (
          <Form.Item name="recognised_on" label={t.fund.recognisedOn}>
            <DateInput max={server.today} />
          </Form.Item>
        )}
        <div className="verdict-foot">
          <Button onClick={cancel}>{t.common.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={decide.isPending}>
            {subject.kind === 'recognition' && verdict === 'recognise' ? t.fund.giveEvent : t.fund.give[verdict]}
          </Button>
        </div>
      </Form>
    </div>
  );
}

function what(t: Dict, subject: Subject, verdict: Verdict): string {
  if (subject.kind === 'recognition') {
    const event = word(t, 'recognitionEvent', subject.record.event);
    return t.fund.aboutEvent[verdict === 'reduce' ? 'recognise' : verdict](subject.record.project.name, event);
  }
  const amount = `${money(subject.record.claimed_fen)} ${t.common.unitName.wan}`;
  const warned = subject.record.duplicates.length;
  return t.fund.about[verdict](amount) + (verdict === 'recognise' && warned > 0 ? ` ${t.fund.aboutWarned(warned)}` : '');
}

function said(t: Dict, subject: Subject, verdict: Verdict, view: FundView | Recognition): string {
  if (subject.kind === 'recognition') return t.fund.saidEvent[verdict === 'reduce' ? 'recognise' : verdict](subject.record.project.name, word(t, 'recognitionEvent', subject.record.event));
  const fen = 'recognised_fen' in view ? view.recognised_fen : null;
  const amount = `${money(fen ?? subject.record.claimed_fen)} ${t.common.unitName.wan}`;
  return t.fund.said[verdict](subject.record.code, amount);
}
