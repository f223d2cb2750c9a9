import { Injectable } from '@nestjs/common';
import { Settings } from '../core/config/settings';
import { AdapterChoice, adapterChoice } from './adapter-choice';
import { DirectoryEntry, DirectoryQuery, ParticipantDirectory } from './participant-directory.port';
import { SandboxDirectory } from './sandbox/sandbox-directory';
import { SmlDirectory } from './smp/sml-directory';
import { UnconfiguredDirectory } from './unconfigured/unconfigured-directory';

const names = ['sandbox', 'sml', 'none'] as const;

/** Looks up in the directory that PARTICIPANT_DIRECTORIES names for the mode. */
@Injectable()
export class DirectoryByMode extends ParticipantDirectory {
  private readonly choice: AdapterChoice<(typeof names)[number]>;
  private readonly adapters: Record<(typeof names)[number], ParticipantDirectory>;

  constructor(settings: Settings, sandbox: SandboxDirectory, sml: SmlDirectory, none: UnconfiguredDirectory) {
    super();
    this.choice = adapterChoice('PARTICIPANT_DIRECTORIES', settings.PARTICIPANT_DIRECTORIES, names);
    this.adapters = { sandbox, sml, none };
  }

  lookup(query: DirectoryQuery): Promise<DirectoryEntry> {
    return this.adapters[this.choice(query.livemode)].lookup(query);
  }
}
