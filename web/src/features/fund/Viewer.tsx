import { DownloadOutlined, ExportOutlined, RotateRightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { Empty } from '@/ui/States';
import { word } from '@/ui/words';
import type { Evidence } from './types';

/** What the viewer needs; a file just uploaded has no record yet. */
export type Proof = Pick<Evidence, 'name' | 'kind' | 'media_type' | 'url' | 'size'>;

/** The proofs of one receipt: a strip of names, and the chosen one large. */
export function Viewer({ proofs, tall }: { proofs: Proof[]; tall?: boolean }) {
  const t = useT();
  const [at, setAt] = useState(0);
  const first = proofs[0]?.url;
  useEffect(() => setAt(0), [first]);
  const proof = proofs[Math.min(at, proofs.length - 1)];
  if (!proof) {
    return (
      <div className="viewer">
        <Empty title={t.fund.noEvidence} hint={t.fund.noEvidenceHint} />
      </div>
    );
  }
  return (
    <div className={tall ? 'viewer tall' : 'viewer'}>
      {proofs.length > 1 && (
        <div className="viewer-strip" role="group" aria-label={t.fund.evidence}>
          {proofs.map((one, index) => (
            <button key={one.url} type="button" aria-pressed={index === at} onClick={() => setAt(index)}>
              {word(t, 'evidenceKind', one.kind)}
              <small>{one.name}</small>
            </button>
          ))}
        </div>
      )}
      <Sheet key={proof.url} proof={proof} />
    </div>
  );
}

const MIN = 0.25;
const MAX = 6;

function Sheet({ proof }: { proof: Proof }) {
  const t = useT();
  const image = proof.media_type.startsWith('image/');
  const pdf = proof.media_type === 'application/pdf';
  const [zoom, setZoom] = useState(1);
  const [turn, setTurn] = useState(0);
  const scale = (by: number) => setZoom((now) => Math.max(MIN, Math.min(MAX, now * by)));
  const label = `${word(t, 'evidenceKind', proof.kind)} ${proof.name}`;
  return (
    <>
      <div className="viewer-bar" role="toolbar" aria-label={t.fund.viewerTools}>
        <span className="viewer-name" title={proof.name}>
          {label} <small>{size(proof.size)}</small>
        </span>
        {image && (
          <>
            <Tool label={t.fund.zoomOut} icon={<ZoomOutOutlined />} run={() => scale(1 / 1.25)} />
            <span className="num soft viewer-zoom">{Math.round(zoom * 100)}%</span>
            <Tool label={t.fund.zoomIn} icon={<ZoomInOutlined />} run={() => scale(1.25)} />
            <Tool label={t.fund.rotate} icon={<RotateRightOutlined />} run={() => setTurn((now) => (now + 90) % 360)} />
            <Button
              type="text"
              size="small"
              onClick={() => {
                setZoom(1);
                setTurn(0);
              }}
            >
              {t.fund.fit}
            </Button>
          </>
        )}
        <Tooltip title={t.fund.openTab}>
          <Button type="text" size="small" icon={<ExportOutlined />} aria-label={t.fund.openTab} href={proof.url} target="_blank" rel="noopener" />
        </Tooltip>
      </div>
      {image ? (
        <Picture url={proof.url} label={label} zoom={zoom} turn={turn} scale={scale} />
      ) : pdf ? (
        <iframe className="viewer-page" src={`${proof.url}#navpanes=0&view=FitH`} title={label} />
      ) : (
        <div className="viewer-page">
          <Empty title={t.fund.noPreview} hint={t.fund.noPreviewHint}>
            <Button icon={<DownloadOutlined />} href={proof.url} download={proof.name}>
              {t.common.download}
            </Button>
          </Empty>
        </div>
      )}
    </>
  );
}

function Tool({ label, icon, run }: { label: string; icon: React.ReactNode; run: () => void }) {
  return (
    <Tooltip title={label}>
      <Button type="text" size="small" icon={icon} aria-label={label} onClick={run} />
    </Tooltip>
  );
}

interface PictureProps {
  url: string;
  label: string;
  zoom: number;
  turn: number;
  scale: (by: number) => void;
}

/** A scan on a table: the wheel with Ctrl zooms, dragging moves it. */
function Picture({ url, label, zoom, turn, scale }: PictureProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState(false);
  const latest = useRef(scale);
  latest.current = scale;
  useEffect(() => {
    const element = box.current;
    // React's own wheel listener is passive and could not keep the page from zooming.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      latest.current(event.deltaY < 0 ? 1.15 : 1 / 1.15);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);
  if (broken) {
    return (
      <div className="viewer-page">
        <Empty title={t.fund.brokenImage} hint={t.fund.brokenImageHint} />
      </div>
    );
  }
  return (
    <div
      ref={box}
      className="viewer-page picture"
      tabIndex={0}
      role="region"
      aria-label={label}
      onPointerMove={(event) => {
        if (event.buttons !== 1 || event.pointerType !== 'mouse') return;
        event.currentTarget.scrollBy(-event.movementX, -event.movementY);
      }}
    >
      <img
        src={url}
        alt={label}
        draggable={false}
        onError={() => setBroken(true)}
        style={{ width: `${zoom * 100}%`, transform: turn ? `rotate(${turn}deg)` : undefined }}
      />
    </div>
  );
}

export function size(bytes: number): string {
  return bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}
