import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

interface Props {
  label: string;
  unit: string;
  bars: { name: string; value: number }[];
}

const css = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Twelve bars. Brings ECharts along, so import it lazily; the numbers must also stand in a table. */
export default function MonthChart({ label, unit, bars }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const text = JSON.stringify(bars);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart: ECharts = init(element, undefined, { renderer: 'svg' });
    const draw = () => {
      const data = JSON.parse(text) as Props['bars'];
      chart.setOption({
        animation: false,
        textStyle: { fontFamily: 'inherit', color: css('--ink-2') },
        grid: { left: 44, right: 8, top: 28, bottom: 26 },
        tooltip: {
          trigger: 'axis',
          backgroundColor: css('--paper'),
          borderColor: css('--line'),
          textStyle: { color: css('--ink') },
          valueFormatter: (value: number) => `${value.toFixed(2)} ${unit}`,
        },
        xAxis: { type: 'category', data: data.map((bar) => bar.name), axisTick: { show: false }, axisLine: { lineStyle: { color: css('--line') } }, axisLabel: { color: css('--ink-3') } },
        yAxis: { type: 'value', name: unit, nameTextStyle: { color: css('--ink-3'), align: 'left', padding: [0, 0, 0, -36] }, splitLine: { lineStyle: { color: css('--line') } }, axisLabel: { color: css('--ink-3') } },
        series: [{ type: 'bar', data: data.map((bar) => bar.value), barMaxWidth: 28, itemStyle: { color: css('--accent'), borderRadius: [3, 3, 0, 0] } }],
      });
    };
    draw();
    const sizes = new ResizeObserver(() => chart.resize());
    sizes.observe(element);
    const modes = new MutationObserver(draw);
    modes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mode'] });
    return () => {
      sizes.disconnect();
      modes.disconnect();
      chart.dispose();
    };
  }, [text, unit]);
  return <div ref={box} className="chart" role="img" aria-label={label} />;
}
