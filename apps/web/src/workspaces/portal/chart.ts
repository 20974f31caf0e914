import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { light } from '../../ui/tokens';

echarts.use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface Series {
  name: string;
  labels: readonly string[];
  values: readonly number[];
}

/**
 * A bar chart as an SVG text, drawn on the server: the portal ships no chart library. Colours are the page's own variables, so that the
 * dark theme needs no second drawing; the table under the chart has the exact figures.
 */
export function barChart({ name, labels, values }: Series): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 280 });
  try {
    chart.setOption({
      animation: false,
      color: [light.charts[0]],
      grid: { left: 64, right: 16, top: 32, bottom: 32 },
      textStyle: { fontFamily: 'inherit' },
      xAxis: { type: 'category', data: [...labels], axisTick: { show: false } },
      yAxis: { type: 'value', min: 0, name },
      series: [{ type: 'bar', data: [...values], barMaxWidth: 40, label: { show: labels.length <= 12, position: 'top' } }],
    });
    return chart.renderToSVGString().replaceAll(light.charts[0], 'var(--tp-chart-1)');
  } finally {
    chart.dispose();
  }
}
