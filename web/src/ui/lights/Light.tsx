import './lights.css';
import { use, type ReactNode } from 'react';
import { useT } from '@/i18n';
import { word } from '../words';
import { LightsNow, useLightsNow, type LightNow } from './useLightsNow';

/** The newest light of a project, where it has one. */
export function LightOf({ light }: { light: LightNow | undefined }) {
  return light ? (
    <span title={light.meaning}>
      <Light colour={light.colour} overridden={light.overridden} />
    </span>
  ) : null;
}

/** Asks for the lights of a page of projects once, for all its cells. */
export function LightsAround({ projects, children }: { projects: string[]; children: ReactNode }) {
  return <LightsNow value={useLightsNow(projects)}>{children}</LightsNow>;
}

/** The light of one project of the page. */
export function LightHere({ project }: { project: string }) {
  return <LightOf light={use(LightsNow).get(project)} />;
}

/** A light: colour and word. Dashed when somebody set it. */
export function Light({ colour, label, overridden }: { colour: string; label?: string | undefined; overridden?: boolean }) {
  const t = useT();
  const text = label ?? word(t, 'lightColour', colour);
  return (
    <span className={`light light-${colour} ${overridden ? 'light-set' : ''}`} title={overridden ? t.light.overridden : undefined}>
      {text}
      {overridden && <span className="visually-hidden"> {t.light.overridden}</span>}
    </span>
  );
}
