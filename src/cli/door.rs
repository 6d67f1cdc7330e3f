//! What a service that listens takes from its clients, and how much of it from one.

use std::time::Duration;

use clap::Args;

use crate::web::{Budget, Connections, Files, Settings};

/// Bounds for clients; each has a value that suits most.
#[derive(Args, Clone, Copy, Debug, PartialEq, Eq)]
#[command(next_help_heading = "Bounds for clients (one client: an IPv4 address, or a /64 of IPv6)")]
pub(super) struct Door {
    /// Reverse proxies of your own before this service, each adding to X-Forwarded-For
    #[arg(long, default_value_t = 0, value_name = "N")]
    proxies: u8,
    /// Connections open at once; fewer where the system's limit of open files (nofile) is lower
    #[arg(long, default_value_t = Self::default().connections, value_name = "N")]
    connections: usize,
    /// Of them, those of one client, where there is no proxy
    #[arg(long, default_value_t = Self::default().connections_of_one, value_name = "N")]
    connections_of_one: usize,
    /// Requests of one client under way at once, also behind a proxy
    #[arg(long, default_value_t = Self::default().requests_of_one, value_name = "N")]
    requests_of_one: usize,
    /// Seconds for the head of a request to arrive
    #[arg(long, default_value_t = Self::default().head_time, value_name = "S")]
    head_time: u64,
    /// Batches under way at once; one in which nothing moves for 2 s gives way to another client's
    #[arg(long, default_value_t = Self::default().batches, value_name = "N")]
    batches: usize,
    /// Memory for files on their way in, in MiB; where it is used up, whoever holds most gives way
    #[arg(long, default_value_t = Self::default().upload_room, value_name = "MIB")]
    upload_room: usize,
    /// Bytes a second that a file must come with, after ten seconds
    #[arg(long, default_value_t = Self::default().upload_rate, value_name = "BYTES")]
    upload_rate: usize,
    /// Seconds for a file to arrive
    #[arg(long, default_value_t = Self::default().upload_time, value_name = "S")]
    upload_time: u64,
    /// Documents read at once, each by a process that may take 1 GiB
    #[arg(long, default_value_t = Self::default().readers, value_name = "N")]
    readers: usize,
    /// Memory for documents whose reading stands still, in MiB; beyond it some are begun anew
    #[arg(long, default_value_t = Self::default().reading_room, value_name = "MIB")]
    reading_room: usize,
    /// Seconds that a document is read before it gives way to another client's
    #[arg(long, default_value_t = Self::default().reading_slice, value_name = "S")]
    reading_slice: u64,
    /// Seconds that a document waits for its turns, all together
    #[arg(long, default_value_t = Self::default().reading_wait, value_name = "S")]
    reading_wait: u64,
    /// Seconds that one client's documents may be read, after a rest, while others wait
    #[arg(long, default_value_t = Self::default().reading_budget, value_name = "S")]
    reading_budget: u64,
    /// Seconds of that budget that come back in a minute
    #[arg(long, default_value_t = Self::default().reading_refill, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=3600))]
    reading_refill: u64,
}

impl Default for Door {
    fn default() -> Self {
        let (connections, settings) = (Connections::default(), Settings::default());
        let files = settings.files;
        Self {
            proxies: 0,
            connections: connections.open,
            connections_of_one: connections.of_one.unwrap_or(connections.open),
            requests_of_one: settings.requests,
            head_time: connections.head.as_secs(),
            batches: settings.batches,
            upload_room: files.room >> 20,
            upload_rate: files.rate,
            upload_time: files.arrival.as_secs(),
            readers: files.readers,
            reading_room: files.standing_still >> 20,
            reading_slice: files.slice.as_secs(),
            reading_wait: files.wait.as_secs(),
            reading_budget: files.budget.rest.as_secs(),
            reading_refill: files.budget.a_minute.as_secs(),
        }
    }
}

impl Door {
    pub(super) fn connections(&self) -> Connections {
        let Self { connections: open, connections_of_one, head_time, proxies, .. } = *self;
        let head = Duration::from_secs(head_time);
        Connections { open, of_one: Some(connections_of_one), head, ..Connections::default() }.behind(proxies)
    }

    pub(super) fn settings(&self) -> Settings {
        let second = Duration::from_secs;
        let files = Files {
            room: self.upload_room << 20,
            rate: self.upload_rate,
            arrival: second(self.upload_time),
            readers: self.readers,
            standing_still: self.reading_room << 20,
            slice: second(self.reading_slice),
            wait: second(self.reading_wait),
            budget: Budget { rest: second(self.reading_budget), a_minute: second(self.reading_refill) },
        };
        let Self { proxies, requests_of_one: requests, batches, .. } = *self;
        Settings { proxies, requests, batches, files, ..Settings::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_said_is_what_the_site_does_by_itself() {
        let (door, settings) = (Door::default(), Settings::default());
        assert_eq!(door.connections(), Connections::default());
        assert_eq!((door.settings().files, door.settings().requests), (settings.files, settings.requests));
        assert_eq!((door.settings().batches, door.settings().proxies), (settings.batches, 0));
    }
}
