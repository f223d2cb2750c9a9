import { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The second wall between tenants: requests work as `flowie_tenant`, which sees the rows of one organization, mode and company. The
 * owner of the tables is the system and sees all. A table that no policy protects is not granted, so a new one is out of reach until
 * its migration says `SELECT protect_rows('its_name')`.
 */
export class RowLevelSecurity1763700000025 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(tenantRole);
    await queryRunner.query(rowRule);
    await queryRunner.query(protectRows);
    await queryRunner.query(protectAll);
  }

  /** The role stays: it is the whole cluster's, and other databases may use it. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP OWNED BY flowie_tenant;
      DO $$
      DECLARE
        unprotected regclass;
      BEGIN
        FOR unprotected IN SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity LOOP
          EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', unprotected);
        END LOOP;
      END $$;
      DROP FUNCTION protect_rows, row_rule;
    `);
  }
}

/** Databases of one cluster may come to this at the same time: whoever is second finds it done. */
const tenantRole = `
  DO $$
  BEGIN
    FOR trial IN 1..5 LOOP
      BEGIN
        IF to_regrole('flowie_tenant') IS NULL THEN
          CREATE ROLE flowie_tenant NOLOGIN NOINHERIT NOBYPASSRLS;
        END IF;
        IF NOT pg_has_role(current_user, 'flowie_tenant', 'MEMBER') THEN
          EXECUTE format('GRANT flowie_tenant TO %I', current_user);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO flowie_tenant', current_schema());
        EXIT;
      EXCEPTION
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'The role % may not make the role that requests work as. Let a superuser run once: %', current_user,
            CASE WHEN to_regrole('flowie_tenant') IS NULL THEN 'CREATE ROLE flowie_tenant NOLOGIN; ' ELSE '' END
              || format('GRANT flowie_tenant TO %I;', current_user)
            USING ERRCODE = 'insufficient_privilege';
        WHEN duplicate_object OR unique_violation OR internal_error THEN
          IF trial = 5 THEN RAISE; END IF;
      END;
    END LOOP;
  END $$;
`;

/**
 * Which rows of a table a tenant may touch, told by its columns: those of the organization, in the mode, and of the company where a
 * request acts for one. What has no mode or no company (null or empty) is the organization's as a whole. A table without an organization
 * follows the one it refers to. Null: it is nobody's. Settings are read in subqueries, which run once a statement and not once a row,
 * and compared by CASE: the planner takes it for half of the rows, and ORs of unknown settings for next to none, which made it nest loops.
 */
const rowRule = `
  CREATE FUNCTION row_rule(protected regclass) RETURNS text LANGUAGE plpgsql STABLE AS $$
  DECLARE
    required jsonb := (SELECT jsonb_object_agg(attname, attnotnull) FROM pg_attribute
                       WHERE attrelid = protected AND attnum > 0 AND NOT attisdropped);
    is_organization boolean := protected = to_regclass('organizations');
    company text := CASE WHEN protected = to_regclass('companies') THEN 'id' WHEN required ? 'company_id' THEN 'company_id' END;
    reference record;
    rule text;
  BEGIN
    IF is_organization OR required ? 'organization_id' THEN
      rule := format('%I = (SELECT current_setting(''flowie.organization_id'', true))',
        CASE WHEN is_organization THEN 'id' ELSE 'organization_id' END);
    ELSE
      SELECT parent, own.attname AS own_column, its.attname AS its_column INTO reference
      FROM pg_constraint JOIN pg_class AS parent ON parent.oid = confrelid
        JOIN pg_attribute AS own ON own.attrelid = conrelid AND own.attnum = conkey[1]
        JOIN pg_attribute AS its ON its.attrelid = confrelid AND its.attnum = confkey[1]
      WHERE conrelid = protected AND contype = 'f' AND cardinality(conkey) = 1 AND parent.relrowsecurity
      ORDER BY conname LIMIT 1;
      IF NOT FOUND THEN RETURN NULL; END IF;
      rule := format('EXISTS (SELECT FROM %1$I AS parent WHERE parent.%2$I = %3$I.%4$I)',
        (reference.parent).relname, reference.its_column, (SELECT relname FROM pg_class WHERE oid = protected), reference.own_column);
    END IF;
    IF required ? 'livemode' THEN
      rule := rule || ' AND CASE (SELECT current_setting(''flowie.livemode'', true)) WHEN ''both'' THEN true ELSE '
        || CASE WHEN (required -> 'livemode')::boolean THEN '' ELSE 'livemode IS NULL OR ' END
        || 'livemode::text = (SELECT current_setting(''flowie.livemode'', true)) END';
    END IF;
    IF company IS NOT NULL THEN
      rule := rule || format(' AND CASE (SELECT current_setting(''flowie.company_id'', true)) WHEN '''' THEN true ELSE '
        || '%1$I = '''' OR ' || CASE WHEN (required -> company)::boolean THEN '' ELSE '%1$I IS NULL OR ' END
        || '%1$I = (SELECT current_setting(''flowie.company_id'', true)) END', company);
    END IF;
    RETURN rule;
  END $$;
`;

const protectRows = `
  CREATE FUNCTION protect_rows(protected regclass, rule text DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    rule := coalesce(rule, row_rule(protected));
    IF rule IS NULL THEN RETURN false; END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
    EXECUTE format('CREATE POLICY tenant ON %s TO flowie_tenant USING (%s)', protected, rule);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO flowie_tenant', protected);
    RETURN true;
  END $$;
`;

/** Partitions are reached through their parents alone. References that no constraint tells of are told here. */
const protectAll = `
  DO $$
  DECLARE
    unprotected regclass;
    round integer;
  BEGIN
    -- Work for the organization as a whole is asked for in either mode.
    PERFORM protect_rows('jobs', 'organization_id = (SELECT current_setting(''flowie.organization_id'', true))');
    FOR round IN 1..4 LOOP
      FOR unprotected IN
        SELECT pg_class.oid FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND NOT relrowsecurity
        ORDER BY relname
      LOOP
        PERFORM protect_rows(unprotected);
      END LOOP;
      IF round = 1 THEN
        PERFORM protect_rows('users', 'EXISTS (SELECT FROM memberships WHERE memberships.user_id = users.id)'),
          protect_rows('delivery_attempts',
            'EXISTS (SELECT FROM deliveries WHERE deliveries.id = delivery_attempts.delivery_id)'),
          protect_rows('transmission_evidence',
            'EXISTS (SELECT FROM documents WHERE documents.id = split_part(transmission_evidence.transmission_id, ''-'', 1))'),
          protect_rows('smp_entries', 'EXISTS (SELECT FROM companies WHERE companies.id = smp_entries.company_id)');
        -- An account comes before its first membership.
        CREATE POLICY newcomer ON users FOR INSERT TO flowie_tenant WITH CHECK (true);
      END IF;
    END LOOP;
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO flowie_tenant', current_schema());
  END $$;
`;
