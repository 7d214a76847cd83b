import { App, Button, type FormInstance } from 'antd';
import { useCallback } from 'react';
import { Problem, type FieldError } from '@/api/problem';
import { useT, type Dict } from '@/i18n';

/** How a form lets its reader decide when someone else saved first. */
export interface StaleChoice {
  /** Names of the fields, as the form shows them. */
  labels: Record<string, string>;
  /** A value in words. */
  show?: (field: string, value: unknown) => string;
  mine: Record<string, unknown>;
  takeTheirs: (current: Record<string, unknown>) => void;
  keepMine: (current: Record<string, unknown>) => void;
}

export interface ProblemPlace {
  form?: FormInstance | undefined;
  stale?: StaleChoice | undefined;
}

/** `shares[0].share_bp` → `['shares', 0, 'share_bp']`, the way forms name nested fields. */
export function fieldPath(field: string): (string | number)[] {
  return field
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Puts messages on the fields a form has; returns those that found no field. */
export function placeErrors(form: FormInstance | undefined, errors: FieldError[]): FieldError[] {
  if (!form) return errors;
  const known = new Set(form.getFieldsError().map((field) => JSON.stringify(field.name)));
  const left: FieldError[] = [];
  const placed: { name: (string | number)[]; errors: string[] }[] = [];
  for (const error of errors) {
    const path = error.field ? fieldPath(error.field) : [];
    // The server may name a finer place than the form has: the nearest field above takes it.
    while (path.length > 0 && !known.has(JSON.stringify(path))) path.pop();
    if (path.length === 0) left.push(error);
    else placed.push({ name: path, errors: [error.message] });
  }
  form.setFields(placed as Parameters<FormInstance['setFields']>[0]);
  if (placed[0]) form.scrollToField(placed[0].name, { block: 'center', focus: true });
  return left;
}

function place(error: FieldError, t: Dict): string {
  const where = error.cell ?? (error.row !== undefined ? t.common.rowAt(error.row) : undefined);
  return where ? `${where}: ${error.message}` : error.message;
}

/** The one function through which every failed action is shown. */
export function useProblem(): (error: unknown, place?: ProblemPlace) => void {
  const t = useT();
  const { message, notification, modal } = App.useApp();
  return useCallback(
    (error, { form, stale } = {}) => {
      if (!(error instanceof Problem)) {
        if (error instanceof DOMException && error.name === 'AbortError') return;
        void message.error(error instanceof Error ? error.message : String(error));
        return;
      }
      if (error.status === 401) return;
      if (error.isStale && stale && error.current) {
        askStale(modal, t, error, error.current, stale);
        return;
      }
      const left = placeErrors(form, error.errors);
      if (error.errors.length > 0 && left.length === 0) return;
      notification.error({
        title: error.isOffline ? t.common.offline : error.message,
        description: (
          <>
            {left.length > 0 && (
              <ul style={{ margin: 0, paddingLeft: 18 }}>
                {left.slice(0, 8).map((item, at) => (
                  <li key={at}>{place(item, t)}</li>
                ))}
              </ul>
            )}
            {error.requestId && <div className="soft">{t.common.requestId(error.requestId)}</div>}
          </>
        ),
        duration: 8,
      });
    },
    [t, message, notification, modal],
  );
}

function askStale(
  modal: ReturnType<typeof App.useApp>['modal'],
  t: Dict,
  problem: Problem,
  current: Record<string, unknown>,
  choice: StaleChoice,
): void {
  const show = (field: string, value: unknown): string =>
    choice.show?.(field, value) ??
    (value === null || value === undefined || value === '' ? '—' : typeof value === 'object' ? JSON.stringify(value) : String(value));
  const rows = problem.changed.filter((field) => field in choice.labels);
  const dialog = modal.confirm({
    title: t.common.stale.title,
    width: 640,
    content: (
      <>
        <p>{rows.length > 0 ? t.common.stale.text : t.common.stale.nothing}</p>
        {rows.length > 0 && (
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t.common.stale.field}</th>
                <th scope="col">{t.common.stale.theirs}</th>
                <th scope="col">{t.common.stale.mine}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((field) => (
                <tr key={field}>
                  <th scope="row">{choice.labels[field]}</th>
                  <td>{show(field, current[field])}</td>
                  <td>{show(field, choice.mine[field])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </>
    ),
    footer: () => (
      <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end', marginTop: 16, flexWrap: 'wrap' }}>
        <Button onClick={() => dialog.destroy()}>{t.common.cancel}</Button>
        <Button
          onClick={() => {
            dialog.destroy();
            choice.keepMine(current);
          }}
        >
          {t.common.stale.keepMine}
        </Button>
        <Button
          type="primary"
          onClick={() => {
            dialog.destroy();
            choice.takeTheirs(current);
          }}
        >
          {t.common.stale.takeTheirs}
        </Button>
      </div>
    ),
  });
}
