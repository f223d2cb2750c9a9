/* Loaded before the server that the one that records usage is compared with: as if nobody counted. */
const {
  UsageRecordsRepository,
} = require('../dist/modules/platform-usage/counting/usage-records.repository');

UsageRecordsRepository.prototype.record = () => Promise.resolve();
