import { InboxOutlined } from '@ant-design/icons';
import { useId, useRef, useState, type DragEvent } from 'react';
import './drop.css';

interface Props {
  title: string;
  hint: string;
  accept: string;
  multiple?: boolean;
  busy?: boolean;
  onFiles: (files: File[]) => void;
}

/** A place to drop files on, which is also a button that opens the file chooser. */
export function Drop({ title, hint, accept, multiple, busy, onFiles }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const hintId = useId();
  const take = (list: FileList | null) => {
    const files = [...(list ?? [])];
    if (files.length > 0 && !busy) onFiles(multiple ? files : files.slice(0, 1));
  };
  const drag = (on: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(on);
  };
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      aria-busy={busy}
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        take(event.dataTransfer.files);
      }}
    >
      <button type="button" aria-describedby={hintId} onClick={() => input.current?.click()}>
        <InboxOutlined aria-hidden />
        <span>{title}</span>
      </button>
      <small id={hintId}>{hint}</small>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        accept={accept}
        multiple={multiple ?? false}
        aria-label={title}
        onChange={(event) => {
          take(event.target.files);
          // The same file chosen again must be an event again.
          event.target.value = '';
        }}
      />
    </div>
  );
}
