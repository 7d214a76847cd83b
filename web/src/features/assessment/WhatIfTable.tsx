import { Button } from 'antd';
import { Fragment, useState } from 'react';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import type { Search } from '@/lib/search';
import { AppLink } from '@/ui/AppLink';
import { pointsText } from './value';
import { toneOf, type WhatIf, type WhatIfRow } from './whatIf';

/** A difference, told by colour, sign and word. */
export function Delta({ text }: { text: string | null }) {
  const t = useT();
  if (text === null) return <span className="soft">—</span>;
  const tone = toneOf(text);
  return (
    <span className={`num ${tone || 'soft'}`}>
      {tone && <span className="visually-hidden">{t.whatIf.tones[tone]}</span>}
      {pointsText(text)}
    </span>
  );
}

/** On a phone an item without a difference is left out. */
const zero = (text: string | null): string => (text !== null && toneOf(text) !== '' ? 'right' : 'right zero');

/** Every unit before and after, group by group, who gains most first; a unit opens to the lines that are not the same. */
export function WhatIfTable({ of, here }: { of: WhatIf; here: Search }) {
  const t = useT();
  const [open, setOpen] = useState<string[]>([]);
  const differs = (text: string | null) => text !== null && toneOf(text) !== '';
  const rest = differs(of.rest_text) || of.rows.some((row) => differs(row.rest_text));
  // An item that is the same for all needs no column.
  const items = of.items.filter((item) => of.rows.some((row) => row.items.some((one) => one.code === item.code && differs(one.difference_text))));
  // One group after the other, as the league has them.
  const groups = [...new Set(of.rows.map((row) => row.group))];
  const wide = 6 + items.length + (rest ? 1 : 0);
  const toggle = (id: string) => setOpen((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t.whatIf.result}>
      <table className="plain stacked what-if">
        <thead>
          <tr>
            <th scope="col">{t.assessment.unit}</th>
            <th scope="col" className="right">{t.assessment.rank}</th>
            <th scope="col" className="right">{t.whatIf.before}</th>
            <th scope="col" className="right">{t.whatIf.after}</th>
            <th scope="col" className="right">{t.whatIf.difference}</th>
            {items.map((item) => (
              <th key={item.code} scope="col" className="right item">{item.name}</th>
            ))}
            {rest && <th scope="col" className="right item">{t.whatIf.rest}</th>}
            <th scope="col">{t.whatIf.lines}</th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group}>
            {group && (
              <tr className="what-if-group">
                <th scope="rowgroup" colSpan={wide}>{group}</th>
              </tr>
            )}
            {of.rows.filter((row) => row.group === group).map((row) => (
              <Fragment key={row.unit.id}>
                <tr className={toneOf(row.difference_text)}>
                  <th scope="row">
                    <AppLink to={paths.unitScore(row.unit.id)} search={here}>{row.unit.name}</AppLink>
                    {row.supposed && <span className="tag warn">{t.whatIf.tag}</span>}
                  </th>
                  <td className="right nowrap" data-label={t.assessment.rank}><Places row={row} /></td>
                  <td className="right" data-label={t.whatIf.before}>{row.before?.total_text ?? '—'}</td>
                  <td className="right" data-label={t.whatIf.after}><strong>{row.after?.total_text ?? '—'}</strong></td>
                  <td className="right" data-label={t.whatIf.difference}><Delta text={row.difference_text} /></td>
                  {items.map(({ code, name }) => {
                    const text = row.items.find((item) => item.code === code)?.difference_text ?? null;
                    return <td key={code} className={zero(text)} data-label={name}><Delta text={text} /></td>;
                  })}
                  {rest && <td className={zero(row.rest_text)} data-label={t.whatIf.rest}><Delta text={row.rest_text} /></td>}
                  <td data-label={t.whatIf.lines}>
                    {row.changed.length > 0 && (
                      <Button size="small" type="link" aria-expanded={open.includes(row.unit.id)} onClick={() => toggle(row.unit.id)}>
                        {t.whatIf.linesN(row.changed.length)}
                      </Button>
                    )}
                  </td>
                </tr>
                {open.includes(row.unit.id) && (
                  <tr className="what-if-lines">
                    <td colSpan={wide}><Lines row={row} /></td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row">{t.whatIf.sum(of.rows.length)}</th>
            <td />
            <td className="right" data-label={t.whatIf.before}>{of.before_text}</td>
            <td className="right" data-label={t.whatIf.after}>{of.after_text}</td>
            <td className="right" data-label={t.whatIf.difference}><Delta text={of.difference_text} /></td>
            {items.map((item) => (
              <td key={item.code} className="right" data-label={item.name}><Delta text={item.difference_text} /></td>
            ))}
            {rest && <td className="right" data-label={t.whatIf.rest}><Delta text={of.rest_text} /></td>}
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Places({ row }: { row: WhatIfRow }) {
  const t = useT();
  const [before, after] = [row.before?.rank ?? null, row.after?.rank ?? null];
  if (before === after) return <>{after ?? '—'}</>;
  return (
    <>
      {before ?? '—'} → <strong>{after ?? '—'}</strong>
      {row.places !== null && <small className={row.places > 0 ? 'gain' : 'loss'}> {row.places > 0 ? t.whatIf.up(row.places) : t.whatIf.down(-row.places)}</small>}
    </>
  );
}

/** The lines that the circular would print, before and after. */
function Lines({ row }: { row: WhatIfRow }) {
  const t = useT();
  return (
    <ul className="what-if-changed">
      {row.changed.map((item) => (
        <li key={item.code}>
          <strong>{item.name}</strong> <Delta text={item.difference_text} />
          <p className="item-line"><span className="soft">{t.whatIf.before}</span> {item.before_line ?? t.whatIf.none}</p>
          <p className="item-line"><span className="soft">{t.whatIf.after}</span> {item.after_line ?? t.whatIf.none}</p>
        </li>
      ))}
      {row.after && row.before && (
        <li>
          <strong>{t.assessment.total}</strong> <Delta text={row.difference_text} />
          <p className="item-line"><span className="soft">{t.whatIf.before}</span> {row.before.total_line}</p>
          <p className="item-line"><span className="soft">{t.whatIf.after}</span> {row.after.total_line}</p>
        </li>
      )}
    </ul>
  );
}
