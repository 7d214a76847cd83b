import { Button } from 'antd';
import { useState } from 'react';
import { useT } from '@/i18n';
import { money } from '@/lib/money';
import { AppLink } from '@/ui/AppLink';
import { paths } from '@/lib/paths';
import { Bar } from '@/ui/Bar';
import { Lead } from '@/ui/Lead';
import { Empty } from '@/ui/States';
import { FigureLink } from '@/ui/trace';
import { word } from '@/ui/words';
import type { Dashboard, Part, TrackLine, UnitLine } from './types';

/** `66.7%` as a part of one, for the length of a bar. */
export const partOf = (text: string | null | undefined): number => (text ? Number.parseFloat(text.replace(/[,％%+]/g, '')) / 100 : 0);

/** A screen of units; the rest is one click away. */
const FEW = 14;

/** Every unit against its target, with where the year stands as a line across the bar. */
export function Units({ units, elapsed }: { units: UnitLine[]; elapsed: string | undefined }) {
  const t = useT();
  const yi = t.common.unitName.yi;
  const mark = partOf(elapsed);
  const [all, setAll] = useState(units.length <= FEW + 4);
  if (units.length === 0) return <Empty title={t.dashboard.noTargets} hint={t.dashboard.noTargetsHint} />;
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t.dashboard.units}>
        <table className="plain stacked">
          <thead>
            <tr>
              <th scope="col">{t.dashboard.unit}</th>
              <th scope="col" className="right">{t.dashboard.rank}</th>
              <th scope="col" className="right">{t.common.withUnit(t.dashboard.target, yi)}</th>
              <th scope="col" className="right">{t.common.withUnit(t.dashboard.done, yi)}</th>
              <th scope="col" className="right">{t.dashboard.completion}</th>
              <th scope="col">{elapsed ? t.dashboard.againstTime(elapsed) : t.dashboard.completion}</th>
              <th scope="col" className="right">{t.dashboard.leadPoints}</th>
            </tr>
          </thead>
          <tbody>
            {(all ? units : units.slice(0, FEW)).map((line) => {
              const done = Number(line.completion ?? 0);
              return (
                <tr key={line.unit.id}>
                  <th scope="row">
                    <AppLink to={paths.unitScore(line.unit.id)}>{line.unit.name}</AppLink>
                  </th>
                  <td className="right" data-label={t.dashboard.rank}>{line.rank ?? '—'}</td>
                  <td className="right" data-label={t.common.withUnit(t.dashboard.target, yi)}>{money(line.target_fen, 'yi') || '—'}</td>
                  <td className="right" data-label={t.common.withUnit(t.dashboard.done, yi)}>
                    <FigureLink of={line} label={`${line.unit.name} ${t.dashboard.done} ${money(line.done_fen, 'yi')}`}>
                      {money(line.done_fen, 'yi')}
                    </FigureLink>
                  </td>
                  <td className="right" data-label={t.dashboard.completion}>{line.completion_text || '—'}</td>
                  <td className="bar-cell">
                    <Bar of={done} mark={mark} tone={line.completion === null ? 'accent' : done >= mark ? 'good' : 'warn'} />
                  </td>
                  <td className="right" data-label={t.dashboard.leadPoints}>
                    <Lead text={line.lead_points_text} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {!all && (
        <Button block className="more-rows" onClick={() => setAll(true)}>
          {t.dashboard.allUnits(units.length)}
        </Button>
      )}
    </>
  );
}

export function Funnel({ funnel }: { funnel: Dashboard['funnel'] }) {
  const t = useT();
  const most = Math.max(1, ...funnel.map((step) => step.projects));
  const yi = t.common.unitName.yi;
  if (funnel.length === 0) return <Empty />;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t.dashboard.funnel}>
      <table className="plain stacked">
        <thead>
          <tr>
            <th scope="col">{t.dashboard.stage}</th>
            <th scope="col" className="right">{t.dashboard.projects}</th>
            <th scope="col"><span className="visually-hidden">{t.dashboard.projects}</span></th>
            <th scope="col" className="right">{t.common.withUnit(t.dashboard.total, yi)}</th>
          </tr>
        </thead>
        <tbody>
          {funnel.map((step) => (
            <tr key={step.stage}>
              <th scope="row">{word(t, 'stage', step.stage)}</th>
              <td className="right" data-label={t.dashboard.projects}>
                <FigureLink of={step} label={`${word(t, 'stage', step.stage)} ${step.projects}`}>
                  {step.projects}
                </FigureLink>
              </td>
              <td className="bar-cell">
                <Bar of={step.projects / most} />
              </td>
              <td className="right" data-label={t.common.withUnit(t.dashboard.total, yi)}>{money(step.total_fen, 'yi')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A whole in its parts, by number and by amount. */
export function Parts({ parts, head }: { parts: Part[]; head: string }) {
  const t = useT();
  const yi = t.common.unitName.yi;
  if (parts.length === 0) return <Empty />;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={head}>
      <table className="plain stacked">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className="right">{t.dashboard.projects}</th>
            <th scope="col" className="right">{t.dashboard.shareByNumber}</th>
            <th scope="col" className="right">{t.common.withUnit(t.dashboard.total, yi)}</th>
            <th scope="col" className="right">{t.dashboard.shareByAmount}</th>
            <th scope="col"><span className="visually-hidden">{t.dashboard.shareByAmount}</span></th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.code}>
              <th scope="row">{part.name}</th>
              <td className="right" data-label={t.dashboard.projects}>
                <FigureLink of={part} label={`${part.name} ${part.projects}`}>
                  {part.projects}
                </FigureLink>
              </td>
              <td className="right" data-label={t.dashboard.shareByNumber}>{part.share_text}</td>
              <td className="right" data-label={t.common.withUnit(t.dashboard.total, yi)}>{money(part.total_fen, 'yi')}</td>
              <td className="right" data-label={t.dashboard.shareByAmount}>{part.amount_share_text}</td>
              <td className="bar-cell">
                <Bar of={partOf(part.amount_share_text)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The three tracks: their projects against what was asked for, and the money that came through them. */
export function Tracks({ tracks }: { tracks: TrackLine[] }) {
  const t = useT();
  const yi = t.common.unitName.yi;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t.dashboard.tracks}>
      <table className="plain stacked">
        <thead>
          <tr>
            <th scope="col">{t.dashboard.trackHead}</th>
            <th scope="col" className="right">{t.dashboard.recognisedProjects}</th>
            <th scope="col" className="right">{t.dashboard.target}</th>
            <th scope="col" className="right">{t.dashboard.completion}</th>
            <th scope="col" className="right">{t.common.withUnit(t.dashboard.done, yi)}</th>
          </tr>
        </thead>
        <tbody>
          {tracks.map((track) => (
            <tr key={track.code}>
              <th scope="row">{track.name}</th>
              <td className="right" data-label={t.dashboard.recognisedProjects}>
                <FigureLink of={track} label={`${track.name} ${track.projects}`}>
                  {track.projects}
                </FigureLink>
              </td>
              <td className="right" data-label={t.dashboard.target}>{track.target ?? '—'}</td>
              <td className="right" data-label={t.dashboard.completion}>{track.completion_text || '—'}</td>
              <td className="right" data-label={t.common.withUnit(t.dashboard.done, yi)}>{money(track.fen, 'yi')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
