import { lazy, Suspense } from 'react';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { FigureLink } from '@/ui/trace';
import type { Dashboard } from './types';

const MonthChart = lazy(() => import('@/ui/chart/MonthChart'));

const short = (month: string) => month.slice(-2).replace(/^0/, '');

/** The trend by month: a chart for the shape, the same numbers below it for reading and tracing. */
export function Months({ months }: { months: Dashboard['months'] }) {
  const t = useT();
  const yi = t.common.unitName.yi;
  return (
    <>
      <Suspense fallback={<div className="chart" />}>
        <MonthChart
          label={t.dashboard.monthsLabel}
          unit={yi}
          bars={months.map((month) => ({ name: t.dashboard.monthName(short(month.month)), value: Number(money(month.fen, 'yi').replace(/,/g, '')) }))}
        />
      </Suspense>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t.dashboard.months}>
        <table className="plain months">
          <thead>
            <tr>
              <th scope="col">{t.dashboard.month}</th>
              {months.map((month) => (
                <th key={month.month} scope="col" className="right">
                  {t.dashboard.monthName(short(month.month))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" className="nowrap">{yi}</th>
              {months.map((month) => (
                <td key={month.month} className="right">
                  <FigureLink of={month} label={`${month.month} ${money(month.fen, 'yi')} ${yi}`}>
                    {money(month.fen, 'yi')}
                  </FigureLink>
                </td>
              ))}
            </tr>
            <tr>
              <th scope="row" className="nowrap">{t.dashboard.entries}</th>
              {months.map((month) => (
                <td key={month.month} className="right">{month.entries}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
    </>
  );
}
