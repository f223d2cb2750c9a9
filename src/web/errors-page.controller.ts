import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SetAccess, publicAccess } from '../core/auth/access';
import { errorCodes } from '../core/http/error-codes';
import { escapeHtml } from './escape-html';

/** Where `docUrl` of every error leads. */
@ApiExcludeController()
@Controller('docs/errors')
export class ErrorsPageController {
  @Get()
  @SetAccess(publicAccess)
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    const rows = Object.entries(errorCodes).map(
      ([code, { status, type, message }]) =>
        `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${type}</td><td>${escapeHtml(message)}</td></tr>`,
    );
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Errors · Flowie Exchange</title><style>${style}</style></head>
<body><h1>Errors</h1><p>Each answer that is not a success carries <code>error.code</code>, one of these.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Type</th><th>What it means</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></body></html>`;
  }
}

const style = `body{font:16px/1.5 system-ui;margin:2rem auto;max-width:64rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #ddd;vertical-align:top}
tr:target{background:#fff3c4}`;
