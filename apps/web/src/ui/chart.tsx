import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { dark, light } from './tokens';

echarts.use([BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

/** A bar chart in a workspace; loaded only with the page that shows one. */
export default function Chart({ name, labels, values }: { name: string; labels: readonly string[]; values: readonly number[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const palette = getComputedStyle(document.documentElement).colorScheme === 'dark' ? dark : light;
    const chart = echarts.init(place.current, null, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      color: [palette.charts[0]],
      textStyle: { color: palette.textSecondary, fontFamily: 'inherit' },
      grid: { left: 64, right: 16, top: 32, bottom: 32 },
      tooltip: {},
      xAxis: { type: 'category', data: [...labels], axisLabel: { color: palette.textSecondary } },
      yAxis: { type: 'value', min: 0, name, axisLabel: { color: palette.textSecondary }, splitLine: { lineStyle: { color: palette.divider } } },
      series: [{ type: 'bar', data: [...values], barMaxWidth: 40 }],
    });
    const fit = () => chart.resize();
    addEventListener('resize', fit);
    return () => {
      removeEventListener('resize', fit);
      chart.dispose();
    };
  }, [name, labels, values]);
  return <div ref={place} role="img" aria-label={name} style={{ height: 280, overflow: 'hidden' }} />;
}
