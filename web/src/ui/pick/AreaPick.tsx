import { Cascader } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '@/api/http';
import type { ListOf } from '@/api/types';

interface Area {
  code: string;
  level: string;
  name: string;
}
interface Node {
  value: string;
  label: string;
  isLeaf: boolean;
  children?: Node[];
}

async function below(parent: string): Promise<Node[]> {
  const { items } = await api.get<ListOf<Area>>('/api/v1/areas', parent ? { parent } : undefined);
  return items.map((area) => ({ value: area.code, label: area.name, isLeaf: area.level === 'county' }));
}

/** GB/T 2260: a province, a city or a county; the level below is read when it is opened. */
export function AreaPick({ id, onChange, placeholder }: { id?: string; value?: string | undefined; onChange?: (code: string | undefined) => void; placeholder?: string }) {
  const [nodes, setNodes] = useState<Node[]>([]);
  useEffect(() => {
    let shown = true;
    void below('').then((list) => shown && setNodes(list));
    return () => {
      shown = false;
    };
  }, []);
  const load = async (path: Node[]) => {
    const last = path[path.length - 1];
    if (!last) return;
    last.children = await below(last.value);
    if (last.children.length === 0) last.isLeaf = true;
    setNodes((all) => [...all]);
  };
  return (
    <Cascader
      {...(id ? { id } : {})}
      allowClear
      changeOnSelect
      placeholder={placeholder}
      options={nodes}
      loadData={(path) => void load(path as Node[])}
      onChange={(path) => onChange?.((path as string[] | undefined)?.slice(-1)[0])}
    />
  );
}
