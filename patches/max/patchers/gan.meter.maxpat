{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			600.0,
			164.0
		],
		"bglocked": 0,
		"openinpresentation": 1,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxanimatetime": 200,
		"enablehscroll": 1,
		"enablevscroll": 1,
		"description": "",
		"digest": "",
		"tags": "",
		"style": "",
		"editing_bgcolor": [
			0.11,
			0.12,
			0.14,
			1.0
		],
		"locked_bgcolor": [
			0.11,
			0.12,
			0.14,
			1.0
		],
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						24.0,
						120.0,
						40.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						600.0,
						164.0
					],
					"background": 1,
					"ignoreclick": 1,
					"bgcolor": [
						0.17,
						0.18,
						0.21,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						174.0,
						24.0,
						576.0,
						21.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						8.0,
						576.0,
						22.0
					],
					"text": "levels: voices, output (60 dB)",
					"fontsize": 13.0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						764.0,
						24.0,
						119.6,
						22.0
					],
					"text": "patcherargs 7770"
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						764.0,
						118.0,
						73.4,
						22.0
					],
					"text": "zl.join 0"
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						764.0,
						160.0,
						86.6,
						22.0
					],
					"text": "unpack 7770"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						764.0,
						202.0,
						172.39999999999998,
						22.0
					],
					"text": "sprintf send gan-%ld-out"
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						764.0,
						244.0,
						60.199999999999996,
						22.0
					],
					"text": "forward"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						950.0,
						202.0,
						159.2,
						22.0
					],
					"text": "sprintf set gan-%ld-in"
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						950.0,
						244.0,
						60.199999999999996,
						22.0
					],
					"text": "receive"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						950.0,
						286.0,
						93.19999999999999,
						22.0
					],
					"text": "route meters"
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "multislider",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						950.0,
						328.0,
						572.0,
						98.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						36.0,
						572.0,
						98.0
					],
					"setminmax": [
						0.0,
						1.0
					],
					"settype": 1,
					"setstyle": 1,
					"ignoreclick": 1,
					"spacing": 6,
					"bgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"slidercolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"size": 9
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						898.0,
						24.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "1",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						975.0,
						24.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						77.55555555555556,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "2",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1053.0,
						24.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						141.11111111111111,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "3",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1130.0,
						24.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						204.66666666666669,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "4",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1208.0,
						24.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						268.22222222222223,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "5",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1285.0,
						24.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						331.77777777777777,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "6",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1374.0,
						24.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						395.33333333333337,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "7",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1524.0,
						24.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						458.8888888888889,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "8",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						78.0,
						63.55555555555556,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						522.4444444444445,
						136.0,
						63.55555555555556,
						20.0
					],
					"text": "out",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						950.0,
						446.0,
						30.0,
						30.0
					],
					"comment": "levels, 0 to 1 over 60 dB",
					"index": 1
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"source": [
						"obj-3",
						0
					],
					"destination": [
						"obj-4",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-4",
						0
					],
					"destination": [
						"obj-5",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-5",
						0
					],
					"destination": [
						"obj-6",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-6",
						0
					],
					"destination": [
						"obj-7",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-5",
						0
					],
					"destination": [
						"obj-8",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-8",
						0
					],
					"destination": [
						"obj-9",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-9",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-10",
						0
					],
					"destination": [
						"obj-11",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-11",
						0
					],
					"destination": [
						"obj-21",
						0
					]
				}
			}
		]
	}
}
