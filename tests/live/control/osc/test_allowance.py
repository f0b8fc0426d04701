from __future__ import annotations

from gesturegan_live.control.osc.allowance import A_HOST, ALL, Allowance


def test_a_host_gets_so_many_bytes_a_second():
    now = [100.0]
    allowance = Allowance(lambda: now[0])
    assert sum(allowance.take("10.0.0.1", 64) for _ in range(1000)) == A_HOST // 64
    assert allowance.take("10.0.0.2", 64)
    now[0] += 0.5
    assert sum(allowance.take("10.0.0.1", 64) for _ in range(1000)) == A_HOST // 128
    now[0] += 3600
    assert sum(allowance.take("10.0.0.1", 64) for _ in range(1000)) == A_HOST // 64


def test_all_hosts_together_get_little_more():
    allowance = Allowance(lambda: 100.0)
    hosts = [f"10.0.{number // 256}.{number % 256}" for number in range(10000)]
    assert sum(allowance.take(host, 64) for host in hosts) == ALL // 64
    assert len(allowance._hosts) <= 256
