import { Injectable } from '@nestjs/common';
import {
  collectDefaultMetrics,
  Counter,
  CounterConfiguration,
  Gauge,
  Histogram,
  HistogramConfiguration,
  Registry,
} from 'prom-client';

export interface LabelledValue {
  labels: Record<string, string>;
  value: number;
}

interface GaugeOptions {
  name: string;
  help: string;
  /** Of a gauge with several values: what tells them apart. */
  label?: string;
  /** When it takes several labels to tell them apart. */
  labels?: string[];
  /** Asked at each scrape: a number, one by each value of the label, or undefined when it is not known. Must be cheap. */
  read: () => Promise<number | Record<string, number> | LabelledValue[] | undefined>;
}

/** The numbers of this process, for Prometheus. Modules add theirs; GET /metrics serves them. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  counter<Label extends string>(options: CounterConfiguration<Label>): Counter<Label> {
    return new Counter({ ...options, registers: [this.registry] });
  }

  histogram<Label extends string>(options: HistogramConfiguration<Label>): Histogram<Label> {
    return new Histogram({ ...options, registers: [this.registry] });
  }

  /** A gauge that is not known at a scrape is left out of it: a made-up zero would look like good news. */
  gauge({ name, help, label, labels = label ? [label] : [], read }: GaugeOptions): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [this.registry],
      async collect() {
        const value = await read();
        if (labels.length > 0) gauge.reset();
        else gauge.remove();
        if (typeof value === 'number') return gauge.set(value);
        if (Array.isArray(value)) return value.forEach((one) => gauge.set(one.labels, one.value));
        for (const [name, count] of Object.entries(value ?? {})) gauge.set({ [label!]: name }, count);
      },
    });
  }

  /** All of it, in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
