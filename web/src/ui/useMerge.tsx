import { App, Radio, type FormInstance } from 'antd';
import { useRef, useState } from 'react';
import { useT } from '@/i18n';
import { merge } from '@/lib/merge';
import type { StaleChoice } from './problem';

interface Options<View, Values extends object, Draft extends object> {
  form: FormInstance<Values>;
  /** The record as the form was opened with it; none for a new one. */
  view: View | undefined;
  toForm: (view: View) => Values;
  /** What is sent; its fields are named as the form's. */
  toDraft: (values: Values, view: View) => Draft;
  /** Names of the fields, as the form shows them. */
  labels: Record<string, string>;
  /** A field's form value in words. */
  show: (field: string, value: unknown) => string;
}

/**
 * Two people with one record: fields that only one of them changed are merged and saved, and
 * only what both changed is asked. `base` is what the form started from, until a merge moves it.
 */
export function useMerge<View extends object, Values extends object, Draft extends object>(options: Options<View, Values, Draft>) {
  const t = useT();
  const { modal } = App.useApp();
  const base = useRef(options.view);
  const taken = useRef<string[]>([]);
  const { form, toForm, toDraft, labels, show } = options;

  const stale = (again: (draft: Draft) => void): StaleChoice => ({
    resolve: (current) => {
      const theirs = current as View;
      const from = base.current;
      if (!from) return;
      const [was, now] = [toForm(from), toForm(theirs)];
      const merged = merge(toDraft(was, from), toDraft(form.getFieldsValue(true) as Values, from), toDraft(now, theirs));
      const mine = form.getFieldsValue(true) as Record<string, unknown>;
      const shown = now as Record<string, unknown>;
      const save = (theirFields: string[]) => {
        form.setFieldsValue(Object.fromEntries(theirFields.map((field) => [field, shown[field]])) as Parameters<typeof form.setFieldsValue>[0]);
        base.current = theirs;
        again(toDraft(form.getFieldsValue(true) as Values, theirs));
      };
      const others = merged.taken.filter((field) => field in labels);
      const asked = merged.asked.filter((field) => field in labels);
      taken.current = [...new Set([...taken.current, ...others])];
      if (asked.length === 0) {
        save(others);
        return;
      }
      const choice = { current: Object.fromEntries(asked.map((field) => [field, 'mine' as Side])) };
      modal.confirm({
        title: t.common.stale.title,
        width: 680,
        content: (
          <>
            <p>{t.common.stale.text}</p>
            <Choices
              rows={asked.map((field) => ({ field, label: labels[field] ?? field, mine: show(field, mine[field]), theirs: show(field, shown[field]) }))}
              change={(next) => (choice.current = next)}
            />
            {others.length > 0 && <p className="soft">{t.common.stale.kept(others.map((field) => labels[field]!))}</p>}
          </>
        ),
        okText: t.common.stale.save,
        cancelText: t.common.stale.back,
        onOk: () => save([...others, ...asked.filter((field) => choice.current[field] === 'theirs')]),
      });
    },
  });

  return {
    /** What the next save is a change of. */
    base: () => base.current,
    stale,
    /** What to say when it is saved: with what the other had changed, where it was merged. */
    said: (plain: string) => {
      const names = taken.current.map((field) => labels[field]!);
      taken.current = [];
      return names.length > 0 ? `${plain}${t.common.stale.merged(names)}` : plain;
    },
  };
}

type Side = 'mine' | 'theirs';

interface Row {
  field: string;
  label: string;
  mine: string;
  theirs: string;
}

/** One question for each field that both changed. */
function Choices({ rows, change }: { rows: Row[]; change: (choice: Record<string, Side>) => void }) {
  const t = useT();
  const [choice, setChoice] = useState<Record<string, Side>>(() => Object.fromEntries(rows.map((row) => [row.field, 'mine'])));
  return (
    <div className="merge">
      {rows.map((row) => (
        <fieldset key={row.field}>
          <legend>{row.label}</legend>
          <Radio.Group
            name={`merge-${row.field}`}
            value={choice[row.field]}
            onChange={(event) => {
              const next = { ...choice, [row.field]: event.target.value as Side };
              setChoice(next);
              change(next);
            }}
            options={[
              { value: 'mine', label: <Version of={t.common.stale.mine} text={row.mine} /> },
              { value: 'theirs', label: <Version of={t.common.stale.theirs} text={row.theirs} /> },
            ]}
          />
        </fieldset>
      ))}
    </div>
  );
}

const Version = ({ of, text }: { of: string; text: string }) => (
  <>
    <span className="soft">{of}</span> <span className="version">{text}</span>
  </>
);
