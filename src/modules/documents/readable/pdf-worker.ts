import { parentPort } from 'node:worker_threads';
import { PdfTask, readablePdf } from './readable-pdf';

/** The thread that draws, since thousands of lines take seconds; PdfRenderer ends it when it takes too long. */
parentPort?.on('message', (task: PdfTask) => {
  readablePdf(task).then(
    (pdf) => parentPort?.postMessage({ pdf }),
    (error: Error) => parentPort?.postMessage({ failure: error.message }),
  );
});
