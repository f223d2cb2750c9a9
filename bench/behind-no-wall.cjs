'use strict';
const { join } = require('node:path');

/**
 * Loaded before the server that the wall is measured against: every connection is the system's, as if there were no second wall.
 * Nothing in the service can do so; there is no setting for it.
 */
const { ScopedPool } = require(join(__dirname, '../dist/core/database/scoped-pool.js'));

ScopedPool.prototype.connect = function connect(lent) {
  this.system.connect().then(
    (client) => lent(undefined, client, (error) => client.release(error)),
    (error) => lent(error),
  );
};
