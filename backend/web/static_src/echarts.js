// Only the parts of ECharts that charts.js draws with.
export { init, use } from "echarts/core";
import { registerLocale, use } from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import german from "echarts/i18n/langDE-obj.js";

use([BarChart, LineChart, AriaComponent, GridComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);
registerLocale("DE", german);
