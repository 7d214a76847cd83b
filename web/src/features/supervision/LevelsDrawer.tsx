import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Drawer, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/api/http';
import { useT } from '@/i18n';
import { instant } from '@/lib/date';
import { ActionButton } from '@/ui/ActionButton';
import { LevelTag } from '@/ui/supervision/SupervisionSection';
import type { Level, Levels } from '@/ui/supervision/types';
import { useWrite } from '@/ui/useWrite';
import { options, word } from '@/ui/words';

const MOST = 8;

/** The table of levels: names, colours and what they mean are the district's own. */
export function LevelsDrawer({ table, close }: { table: Levels; close: () => void }) {
  const t = useT();
  const [words, setWords] = useState({ note_word: table.note_word, instruction_word: table.instruction_word });
  const [levels, setLevels] = useState<Level[]>(table.levels);
  const may = table.actions['publish']?.ok === true;
  const publish = useWrite((body: object, key) => api.post<Levels>('/api/v1/supervision-levels', body, key), {
    said: t.supervision.levelsPublished,
    refresh: [['supervision-levels'], ['supervisions']],
    onDone: close,
  });
  const set = (at: number, change: Partial<Level>) => setLevels(levels.map((one, i) => (i === at ? { ...one, ...change } : one)));
  const add = () => {
    const free = Array.from({ length: MOST + 1 }, (_, i) => `level_${i + 1}`).find((code) => !levels.some((one) => one.code === code)) ?? '';
    setLevels([...levels, { code: free, name: '', name_en: '', colour: 'grey', tone: 'urge', meaning: '', days: 10 }]);
  };
  const source = table.version === 0 ? t.supervision.levelsStandard : [t.supervision.levelsVersion(table.version), table.recorded_by?.name, table.recorded_at && instant(table.recorded_at)].filter(Boolean).join(' · ');
  return (
    <Drawer
      open
      title={t.supervision.levels}
      size="large"
      onClose={close}
      footer={
        may && (
          <div className="drawer-foot">
            <ActionButton type="primary" action={table.actions['publish']} loading={publish.isPending} onClick={() => publish.mutate({ ...words, levels, version: table.version })}>
              {t.supervision.levelsPublish}
            </ActionButton>
          </div>
        )
      }
    >
      <p className="soft">
        {t.supervision.levelsHint} {source}
      </p>
      {may ? (
        <div className="levels-table">
          <div className="level-one">
            {(['note_word', 'instruction_word'] as const).map((key) => (
              <label key={key}>
                {t.supervision[key]}
                <Input maxLength={20} value={words[key]} onChange={(event) => setWords({ ...words, [key]: event.target.value })} />
              </label>
            ))}
          </div>
          {levels.map((one, at) => (
            <div key={one.code} className="level-one">
              <label>
                {t.supervision.levelName}
                <Input maxLength={20} value={one.name} onChange={(event) => set(at, { name: event.target.value })} />
              </label>
              <label>
                {t.supervision.levelNameEn}
                <Input maxLength={40} value={one.name_en} onChange={(event) => set(at, { name_en: event.target.value })} />
              </label>
              <label>
                {t.supervision.levelColour}
                <Select aria-label={`${t.supervision.levelColour} ${at + 1}`} value={one.colour} options={options(t, 'supervisionColour')} onChange={(colour: string) => set(at, { colour })} />
              </label>
              <label>
                {t.supervision.levelTone}
                <Select aria-label={`${t.supervision.levelTone} ${at + 1}`} value={one.tone} options={options(t, 'supervisionTone')} onChange={(tone: string) => set(at, { tone })} />
              </label>
              <label>
                {t.supervision.levelDays}
                <InputNumber min={1} max={365} precision={0} value={one.days} onChange={(days) => set(at, { days: days ?? 1 })} />
              </label>
              <label className="wide">
                {t.supervision.levelMeaning}
                <Input maxLength={200} value={one.meaning} onChange={(event) => set(at, { meaning: event.target.value })} />
              </label>
              <Button className="wide" size="small" icon={<DeleteOutlined aria-hidden />} disabled={levels.length === 1} onClick={() => setLevels(levels.filter((_, i) => i !== at))}>
                {t.supervision.levelRemove(one.name)}
              </Button>
            </div>
          ))}
          <Button icon={<PlusOutlined aria-hidden />} disabled={levels.length >= MOST} onClick={add}>
            {t.supervision.levelAdd}
          </Button>
        </div>
      ) : (
        <ul className="rows">
          {levels.map((one) => (
            <li key={one.code}>
              <div className="grow">
                <LevelTag name={one.name} colour={one.colour} />
                <div className="soft">
                  {word(t, 'supervisionTone', one.tone)} · {t.supervision.dueHint(one.days)} {one.meaning}
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  );
}
